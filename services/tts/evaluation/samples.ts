import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Mood } from "@guchi/contracts/guchi.ts";
import { createLocalSpeech } from "../providers/local.ts";

/** Writes docs/voice/*.mp3: one sentence for each mood. */
const FOLDER = join(import.meta.dirname, "..", "..", "..", "docs", "voice");
const SAYS: Readonly<Record<Mood, string>> = {
  tired: "今日も一日、おつかれさま。もう、がんばらなくていいよ。",
  sad: "そっか、悲しかったね。ここで泣いていいよ。",
  lonely: "ひとりじゃないよ。ミミがここにいるからね。",
  anxious: "だいじょうぶ。ゆっくり、息をしてみよっか。",
  frustrated: "えー、それはもやもやするよね。わかるよ。",
  angry: "なにそれ、ひどい！ミミまで怒っちゃうよ。",
  bored: "ひまなの？じゃあ、ミミとおしゃべりしよ！",
};

const speech = createLocalSpeech();
const call = { signal: new AbortController().signal, pay: () => Promise.resolve(), softer: false };
await mkdir(FOLDER, { recursive: true });
for (const mood of ["tired", "sad", "lonely", "anxious", "frustrated", "angry", "bored"] as const)
  await writeFile(join(FOLDER, `${mood}.mp3`), await speech.speak({ text: SAYS[mood], language: "ja", mood }, call));
const text = "That sounds really hard. I'm on your side.";
await writeFile(join(FOLDER, "english.mp3"), await speech.speak({ text, language: "en", mood: "sad" }, call));

import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Mood, type Language } from "@guchi/contracts/guchi.ts";
import { createLocalSpeech } from "../providers/local.ts";
import { findVoices, type JapaneseVoice } from "../providers/local/find-voices.ts";
import { loudnessLufs } from "../sound/loudness.ts";
import { decodeMp3 } from "../testing/decode-mp3.ts";
import { trace } from "./trace.ts";
import { editDistance } from "../text/edit-distance.ts";
import { hear, words } from "./hear.ts";

/**
 * `npm run evaluate:voice`: how well she is understood, on sets of this project's own: pitch accent
 * and readings by Open JTalk's trace, English by a recogniser (Debian's pocketsphinx and
 * pocketsphinx-en-us), loudness, peaks, pace and time by measure. Prints every miss.
 */
const voices = findVoices();
const speech = createLocalSpeech({ voices });
if (voices.japanese === undefined) print("Open JTalk with Mei is not installed: nothing to say of her Japanese");
else {
  await accents(voices.japanese);
  await readings(voices.japanese);
}
await english();
for (const mood of Mood.enum) await sound(mood);
await time("ja", "電車が遅れて上司に怒られて、それでもちゃんとやりきったんだね。".repeat(4).slice(0, 100));
await time(
  "en",
  "That sounds really hard. You did everything you could today, so get some rest and breathe slowly now.",
);

async function accents(voice: JapaneseVoice): Promise<void> {
  const misses = [];
  const nouns = pairs("accents.tsv");
  for (const [noun, accent] of nouns) {
    const spoken = fallOf(await trace(`${noun}が`, voice));
    if (!accent.split(",").includes(String(spoken))) misses.push(`${noun}: ${spoken}, not ${accent}`);
  }
  tell("pitch accent of nouns + が, right", nouns.length - misses.length, nouns.length, misses);
}

/** Mora after which the pitch falls in the first word and those that lean on it. */
function fallOf(spoken: Awaited<ReturnType<typeof trace>>): number {
  const [first, second] = spoken;
  // お + 菓子: the prefix has no accent of its own.
  if (first?.reading === "オ" && second !== undefined) return second.accent === 0 ? 0 : second.accent + 1;
  return first?.accent ?? Number.NaN;
}

async function readings(voice: JapaneseVoice): Promise<void> {
  const misses = [];
  const texts = pairs("readings.tsv");
  for (const [text, wanted] of texts) {
    const heard = (await trace(text, voice)).map(({ reading }) => reading).join("");
    if (!wanted.split("|").some((each) => asHeard(heard).includes(asHeard(each))))
      misses.push(`${text}: ${heard}, without ${wanted}`);
  }
  tell("tricky readings, wrong", misses.length, texts.length, misses);
}

/** ヲ is オ, and ケイ is ケー to the ear. */
function asHeard(katakana: string): string {
  return katakana.replaceAll("ヲ", "オ").replaceAll(/(?<=[エケセテネヘメレゲゼデベペイ])イ/gu, "ー");
}

async function english(): Promise<void> {
  const misses = [];
  let [errors, all] = [0, 0];
  for (const text of lines("english.txt")) {
    const heard = await hear(await decodeMp3(await speak(text, "en", "frustrated"))).catch(() => undefined);
    if (heard === undefined) {
      print("pocketsphinx is not installed: nothing to say of her English");
      return;
    }
    const wrong = editDistance(words(text), words(heard));
    errors += wrong;
    all += words(text).length;
    if (wrong > 0) misses.push(`${text} → ${heard.trim()}`);
  }
  tell("English words that a recogniser mistakes", errors, all, misses);
}

async function sound(mood: Mood): Promise<void> {
  const text = "電車が遅れて上司に怒られて、それでもちゃんとやりきったんだね。今日は、ゆっくり休んでね。";
  const { samples, durationMs, peak } = await decodeMp3(await speak(text, "ja", mood));
  const lufs = loudnessLufs(samples, (samples.length / durationMs) * 1_000) ?? 0;
  const peakDb = 20 * Math.log10(peak);
  print(
    `${mood.padEnd(12)} ${lufs.toFixed(1)} LUFS, peak ${peakDb.toFixed(1)} dBFS, ${(durationMs / 1_000).toFixed(1)} s`,
  );
}

async function time(language: Language, text: string): Promise<void> {
  const times = [];
  let first: Uint8Array | undefined;
  for (let i = 0; i < 15; i += 1) {
    const startedAt = performance.now();
    const mp3 = await speak(text, language, "tired");
    times.push(performance.now() - startedAt);
    first ??= mp3;
    if (Buffer.compare(first, mp3) !== 0) print("! the same text gave other bytes");
  }
  const median = times.toSorted((a, b) => a - b)[7] ?? 0;
  const { durationMs } = await decodeMp3(first ?? new Uint8Array());
  print(
    `${language}: ${text.length} characters, ${(durationMs / 1_000).toFixed(1)} s of speech in ${Math.round(median)} ms (median of 15)`,
  );
}

function speak(text: string, language: Language, mood: Mood): Promise<Uint8Array> {
  const call = { signal: new AbortController().signal, pay: () => Promise.resolve(), softer: false };
  return speech.speak({ text, language, mood }, call);
}

function tell(what: string, count: number, of: number, misses: readonly string[]): void {
  print(`${what}: ${count} of ${of} (${((100 * count) / of).toFixed(1)} %)`);
  for (const miss of misses) print(`  ${miss}`);
}

function pairs(file: string): [string, string][] {
  return lines(file).map((line) => {
    const [first = "", second = ""] = line.split("\t");
    return [first, second];
  });
}

function lines(file: string): string[] {
  return readFileSync(join(import.meta.dirname, file), "utf8")
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"));
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

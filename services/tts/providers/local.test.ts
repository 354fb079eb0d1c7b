import assert from "node:assert/strict";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { after, before, describe, it } from "node:test";
import { testCall } from "@guchi/providers/testing/stage-context.ts";
import { mp3DurationMs } from "../mp3-duration.ts";
import { loudnessLufs } from "../sound/loudness.ts";
import { decodeMp3 } from "../testing/decode-mp3.ts";
import { createLocalSpeech } from "./local.ts";
import { findVoices } from "./local/find-voices.ts";
import type { SpeechProvider, SpeechRequest } from "./provider.ts";
import { testSpeechProvider } from "./provider.suite.ts";

const fails = (error: unknown) => assert.fail(String(error));
const withPrograms = () => createLocalSpeech({ onFailure: fails });
const withoutPrograms = () => createLocalSpeech({ voices: findVoices("") });

testSpeechProvider("the local voice", withPrograms);
testSpeechProvider("the local voice with an empty PATH", withoutPrograms);

const MINUS_1_DBFS = 10 ** (-1 / 20);
const LONGEST_TEXT = 240;

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "guchi-local-"));
  process.env["TMPDIR"] = folder;
});
after(() => rm(folder, { recursive: true }));

const speakBy =
  (voice: SpeechProvider) =>
  (request: Partial<SpeechRequest> & { text: string }, signal = new AbortController().signal) =>
    voice.speak({ language: "ja", mood: "tired", ...request }, testCall({ signal }));

const texts: [string, SpeechRequest][] = [
  ["Japanese", { text: "残業おつかれさま。ちゃんとご飯食べた？大好きだよ！", language: "ja", mood: "angry" }],
  ["English", { text: "That sounds really hard. I'm on your side!", language: "en", mood: "sad" }],
  ["emoji only", { text: "😊✨", language: "ja", mood: "bored" }],
  ["emoji only in English", { text: "❤️ (^_^) <3", language: "en", mood: "bored" }],
  ["nothing", { text: "", language: "en", mood: "bored" }],
  ["one letter", { text: "う", language: "ja", mood: "lonely" }],
  ["characters that no voice knows", { text: "ﷺ𓀀 ٩( )۶ \u0000\u202E \ud800", language: "ja", mood: "anxious" }],
  ["the same in English", { text: "ﷺ𓀀 ٩( )۶ \u0000\u202E \ud800", language: "en", mood: "lonely" }],
  ["half-width letters", { text: "ｶﾞﾝﾊﾞｯﾀﾈ､ｴﾗｲ!", language: "ja", mood: "frustrated" }],
  ["a shell's signs", { text: "\"; rm -rf / '; $(touch x) `touch x` | touch x", language: "ja", mood: "tired" }],
  ["Festival's signs", { text: '") (system "touch x") (quit', language: "en", mood: "tired" }],
  ["espeak's own notation", { text: "[[a]] <break/> -v en \\", language: "en", mood: "tired" }],
  ["what breaks the program", { text: `お${"x".repeat(1_500)}`, language: "ja", mood: "tired" }],
  ["rare kanji and very long numbers", { text: `𠮷野家の髙﨑 ${"9".repeat(200)}`, language: "ja", mood: "tired" }],
];

for (const [name, create] of [
  ["the local voice", withPrograms],
  ["espeak-ng, its last resort,", withoutPrograms],
] as const) {
  describe(name, () => {
    const speak = speakBy(create());
    const spoken = new Map<SpeechRequest, Uint8Array>();

    for (const [what, request] of texts) {
      it(`is as loud as all others, never clipped and free of an offset: ${what}`, async () => {
        const mp3 = await speak(request);
        spoken.set(request, mp3);
        const { samples, peak, mean, durationMs } = await decodeMp3(mp3);
        const lufs = loudnessLufs(samples, (samples.length / durationMs) * 1_000) ?? 0;
        // One short sound has too few 400 ms for a steady figure.
        assert.ok(Math.abs(lufs + 17) < (durationMs > 1_500 ? 1 : 3), `${lufs} LUFS`);
        assert.ok(peak > 0.3 && peak <= MINUS_1_DBFS, `peak ${peak}`);
        assert.ok(Math.abs(mean) < 0.001, `offset ${mean}`);
        assert.ok(durationMs > 400);
        assert.ok(Math.abs((await mp3DurationMs(mp3)) - durationMs) < 60);
      });
    }

    for (const request of texts.slice(0, 2).map(([, each]) => each)) {
      it(`gives the same bytes for the same text, and others in another mood, in ${request.language}`, async () => {
        const [same, other] = await Promise.all([speak(request), speak({ ...request, mood: "bored" })]);
        assert.deepEqual(same, spoken.get(request));
        assert.notDeepEqual(same, other);
      });
    }

    it("speaks the longest message to its end, without holding up the event loop for a lock's renewal", async () => {
      const text = "電車が遅れて上司に怒られて、それでもちゃんとやりきったんだね。".repeat(8).slice(0, LONGEST_TEXT);
      const delay = monitorEventLoopDelay({ resolution: 5 });
      delay.enable();
      const mp3 = await speak({ text });
      delay.disable();
      assert.ok((await decodeMp3(mp3)).durationMs > 15_000);
      // A lock lasts 10 s and is renewed every 5; on a quiet machine this is 0.1 s.
      assert.ok(delay.max / 1e6 < 3_000, `event loop held for ${delay.max / 1e6} ms`);
    });

    it("speaks of 10,000 letters what fits a voice message", async () => {
      const { durationMs } = await decodeMp3(await speak({ text: "つかれた、".repeat(2_000) }));
      assert.ok(durationMs > 30_000 && durationMs < 180_000, `${durationMs} ms`);
    });

    it("stops at once when aborted, and speaks again afterwards", async () => {
      const controller = new AbortController();
      const reason = new Error("canceled");
      const speaking = speak({ text: "とても長いお話。".repeat(30) }, controller.signal);
      const caught = assert.rejects(speaking, (error) => error === reason);
      await new Promise((resolve) => setTimeout(resolve, 100));
      const abortedAt = performance.now();
      controller.abort(reason);
      await caught;
      assert.ok(performance.now() - abortedAt < 1_000, "the rest of it would take longer");
      assert.ok((await speak({ text: "おかえり" })).length > 0);
    });

    it("leaves no file behind", async () => {
      assert.deepEqual(await readdir(folder), []);
    });
  });
}

it("speaks by espeak-ng when the program crashes, and tells", async () => {
  const command = join(folder, "open_jtalk");
  await writeFile(command, "#!/bin/sh\nkill -ABRT $$\n", { mode: 0o755 });
  const told: unknown[] = [];
  const voices = { japanese: { command, dictionary: "/", mei: "/" }, english: { command } };
  const speak = speakBy(createLocalSpeech({ voices, onFailure: (error) => told.push(String(error)) }));
  for (const request of texts.slice(0, 2).map(([, each]) => each)) {
    assert.deepEqual(await speak(request), await speakBy(withoutPrograms())(request));
  }
  assert.deepEqual(told, [`Error: ${command} ended with SIGABRT`, `Error: ${command} ended with SIGABRT`]);
});

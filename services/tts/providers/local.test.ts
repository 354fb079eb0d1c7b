import assert from "node:assert/strict";
import { monitorEventLoopDelay } from "node:perf_hooks";
import { before, describe, it } from "node:test";
import { testCall } from "@guchi/providers/testing/stage-context.ts";
import { mp3DurationMs } from "../mp3-duration.ts";
import { decodeMp3 } from "../testing/decode-mp3.ts";
import { testSpeechProvider } from "./provider.suite.ts";
import { createLocalSpeech } from "./local.ts";
import type { SpeechProvider, SpeechRequest } from "./provider.ts";

testSpeechProvider("the local voice", createLocalSpeech);

const MINUS_1_DBFS = 10 ** (-1 / 20);
const LONGEST_TEXT = 240;

describe("the local voice", () => {
  let voice: SpeechProvider;
  before(async () => {
    voice = createLocalSpeech();
  });
  const speak = (request: Partial<SpeechRequest> & { text: string }, signal = new AbortController().signal) =>
    voice.speak({ language: "ja", mood: "tired", ...request }, testCall({ signal }));

  const texts: [string, SpeechRequest][] = [
    ["Japanese", { text: "残業おつかれさま。ちゃんとご飯食べた？大好きだよ！", language: "ja", mood: "angry" }],
    ["English", { text: "That sounds really hard. I'm on your side!", language: "en", mood: "sad" }],
    ["emoji only", { text: "😊✨", language: "ja", mood: "bored" }],
    ["emoji only in English", { text: "❤️ (^_^) <3", language: "en", mood: "bored" }],
    ["one letter", { text: "う", language: "ja", mood: "lonely" }],
    ["characters that no voice knows", { text: "ﷺ𓀀 ٩( )۶ \u0000\u202E", language: "ja", mood: "lonely" }],
    [
      "a text that looks like espeak's own notation",
      { text: "[[a]] <break/> -v en \\", language: "en", mood: "tired" },
    ],
  ];
  for (const [name, request] of texts) {
    it(`is loud enough, never clipped and free of an offset: ${name}`, async () => {
      const mp3 = await speak(request);
      const { rms, peak, mean, durationMs } = await decodeMp3(mp3);
      assert.ok(rms > 0.08 && rms < 0.25, `RMS ${rms}`);
      assert.ok(peak > 0.3 && peak <= MINUS_1_DBFS, `peak ${peak}`);
      assert.ok(Math.abs(mean) < 0.001, `offset ${mean}`);
      assert.ok(durationMs > 400);
      assert.ok(Math.abs((await mp3DurationMs(mp3)) - durationMs) < 60);
    });
  }

  it("gives the same bytes for the same text", async () => {
    const [one, two] = await Promise.all([
      speak({ text: "ふふ、また明日ね！" }),
      speak({ text: "ふふ、また明日ね！" }),
    ]);
    assert.deepEqual(one, two);
  });

  it("sounds different in another mood", async () => {
    const [tired, bored] = await Promise.all([
      speak({ text: "また明日ね", mood: "tired" }),
      speak({ text: "また明日ね", mood: "bored" }),
    ]);
    assert.notDeepEqual(tired, bored);
  });

  it("speaks the longest message to its end, without holding up the event loop for a lock's renewal", async () => {
    const text = "電車が遅れて上司に怒られて、それでもちゃんとやりきったんだね。".repeat(8).slice(0, LONGEST_TEXT);
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const mp3 = await speak({ text });
    delay.disable();
    assert.ok((await decodeMp3(mp3)).durationMs > 15_000);
    assert.ok(delay.max / 1e6 < 300, `event loop held for ${delay.max / 1e6} ms`);
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
    assert.ok(performance.now() - abortedAt < 100);
    assert.ok((await speak({ text: "おかえり" })).length > 0);
  });
});

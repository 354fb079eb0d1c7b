import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { testCall } from "@guchi/providers/testing/stage-context.ts";
import { until } from "@guchi/chain/testing/until.ts";
import { startFakeVoicevox, type FakeVoicevox } from "../../../test/fakes/voicevox/server.ts";
import { wavOf } from "../../../test/fakes/voicevox/wav.ts";
import { decodeMp3 } from "../testing/decode-mp3.ts";
import { testSpeechProvider } from "./provider.suite.ts";
import type { SpeechRequest } from "./provider.ts";
import { createVoicevoxSpeech } from "./voicevox.ts";

const request: SpeechRequest = { text: "おつかれさま♪ 休んでね(^_^)", language: "ja", mood: "tired" };

const neverPay = () => assert.fail("it costs nothing");

let voicevox: FakeVoicevox;
before(async () => {
  voicevox = await startFakeVoicevox();
});
after(() => voicevox.close());

const create = ({ url = voicevox.url, speaker = 8 } = {}) =>
  createVoicevoxSpeech({ VOICEVOX_URL: url, VOICEVOX_SPEAKER: speaker, TTS_CALL_TIMEOUT: 5 });

testSpeechProvider("VOICEVOX", create, ["ja"]);

describe("VOICEVOX", { timeout: 60_000 }, () => {
  it("is asked for the accents of what can be spoken and then for the sound, in the mood, as the set voice", async () => {
    const before = voicevox.calls.length;
    const sound = await decodeMp3(await create().speak(request, testCall({ pay: neverPay })));
    const [query, synthesis, ...more] = voicevox.calls.slice(before);
    assert.deepEqual(more, []);
    assert.equal(query?.url.searchParams.get("text"), "おつかれさま 休んでね");
    assert.deepEqual([query?.url.searchParams.get("speaker"), synthesis?.url.searchParams.get("speaker")], ["8", "8"]);
    const body = JSON.parse(synthesis?.text ?? "") as Record<string, unknown>;
    assert.equal(body["kana"], "'ア", "what VOICEVOX knows and we do not goes back as it came");
    assert.ok(Number(body["speedScale"]) < 1, "slower for who is tired");
    assert.deepEqual([body["outputSamplingRate"], body["outputStereo"]], [24_000, false]);
    assert.ok(sound.durationMs > 1_000 && sound.rms > 0.1);
  });

  it("leaves English, and what has no words, to the next provider without asking", async () => {
    const before = voicevox.calls.length;
    await assert.rejects(create().speak({ ...request, language: "en", text: "Well done" }, testCall()), {
      kind: "unsuitable",
    });
    await assert.rejects(create().speak({ ...request, text: "♪♪(^_^)" }, testCall()), { kind: "unsuitable" });
    assert.equal(voicevox.calls.length, before);
  });

  const sound = { "content-type": "audio/wav" };
  const second = { durationMs: 500, sampleRateHz: 24_000, channels: 1 };
  const failures = [
    ["server_error", { status: 500 }],
    ["rate_limited", { status: 429 }],
    ["cut", { cut: "before" }],
    ["cut", { cut: "inside" }],
    ["broken_answer", { body: "<html>" }],
    ["broken_answer", { body: { accent_phrases: [] } }],
  ] as const;
  for (const [kind, behavior] of failures) {
    it(`fails as ${kind} when the query comes to ${JSON.stringify(behavior)}`, async () => {
      voicevox.behave(behavior);
      await assert.rejects(create().speak(request, testCall()), { kind });
    });
  }
  const unusable = [
    ["no WAV file", Buffer.from("<html>")],
    ["an empty file", new Uint8Array()],
    ["a header alone", wavOf({ ...second, durationMs: 0 })],
    ["silence", wavOf({ ...second, amplitude: 0 })],
    ["two channels", wavOf({ ...second, channels: 2 })],
  ] as const;
  for (const [what, body] of unusable) {
    it(`takes ${what} for a broken answer`, async () => {
      voicevox.behave({}, { body, headers: sound });
      await assert.rejects(create().speak(request, testCall()), { kind: "broken_answer" });
    });
  }

  it("passes on how long a full engine asks to wait", async () => {
    voicevox.behave({ status: 429, headers: { "retry-after": "3" } });
    await assert.rejects(create().speak(request, testCall()), { kind: "rate_limited", retryAfterMs: 3_000 });
  });

  it("does not carry what is said to where a redirect points", async () => {
    const elsewhere = await startFakeVoicevox();
    voicevox.behave({ status: 307, headers: { location: `${elsewhere.url}/audio_query?speaker=8&text=a` } });
    await assert.rejects(create().speak(request, testCall()), { kind: "cut" });
    assert.deepEqual(elsewhere.calls, []);
    await elsewhere.close();
  });

  it("fails as a bad request for a voice that is not there, as unreachable where no engine is", async () => {
    await assert.rejects(create({ speaker: 999 }).speak(request, testCall()), { kind: "bad_request" });
    const gone = await startFakeVoicevox();
    await gone.close();
    await assert.rejects(create({ url: gone.url }).speak(request, testCall()), { kind: "unreachable" });
  });

  it("stops with the signal's reason when it is aborted in the middle", async () => {
    const released = Promise.withResolvers<void>();
    voicevox.behave({}, { hold: released.promise });
    const before = voicevox.calls.length;
    const controller = new AbortController();
    const reason = new Error("canceled");
    const caught = assert.rejects(
      create().speak(request, testCall({ signal: controller.signal })),
      (e) => e === reason,
    );
    await until("the synthesis", () => voicevox.calls.length === before + 2);
    controller.abort(reason);
    await caught;
    released.resolve();
  });
});

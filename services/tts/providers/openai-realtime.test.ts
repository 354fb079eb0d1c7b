import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { firstToAnswer } from "@guchi/providers/first-to-answer.ts";
import { testCall, testContext } from "@guchi/providers/testing/stage-context.ts";
import { until } from "@guchi/chain/testing/until.ts";
import { startFakeRealtime, type FakeRealtime, type RealtimeBehavior } from "../../../test/fakes/realtime/server.ts";
import { decodeMp3 } from "../testing/decode-mp3.ts";
import { testSpeechProvider } from "./provider.suite.ts";
import { createRealtimeSpeech } from "./openai-realtime.ts";
import type { SpeechRequest } from "./provider.ts";

const request: SpeechRequest = { text: "残業おつかれさま😊！ゆっくり休んでね。", language: "ja", mood: "sad" };

const neverPay = () => assert.fail("paid");

let realtime: FakeRealtime;
before(async () => {
  realtime = await startFakeRealtime();
});
after(() => realtime.close());

function create(changes: { readonly apiKey?: string; readonly model?: string; readonly timeoutSeconds?: number } = {}) {
  return createRealtimeSpeech({
    OPENAI_API_KEY: changes.apiKey ?? realtime.apiKey,
    OPENAI_BASE_URL: realtime.url,
    OPENAI_REALTIME_MODEL: changes.model ?? "gpt-realtime-2.1-mini",
    OPENAI_TTS_VOICE: "coral",
    OPENAI_REALTIME_PRICE_USD: 0.01,
    TTS_CALL_TIMEOUT: changes.timeoutSeconds ?? 5,
  });
}

testSpeechProvider("the Realtime API", create);

describe("the Realtime API", { timeout: 60_000 }, () => {
  it("is asked to read what can be spoken, word for word, in the tone, and its connection is closed", async () => {
    const mp3 = await create().speak(request, testCall());
    const call = realtime.calls.at(-1) ?? assert.fail("no call");
    const [order] = call.orders;
    assert.equal(call.orders.length, 1);
    assert.equal(call.model, "gpt-realtime-2.1-mini");
    assert.equal(order?.text, "残業おつかれさま！ゆっくり休んでね。");
    assert.equal(order.voice, "coral");
    assert.match(order.instructions, /Japanese, word for word.*tender/);
    await call.closed;
    const { durationMs, rms } = await decodeMp3(mp3);
    assert.ok(Math.abs(durationMs - (300 + 100 * order.text.length)) < 150, `${durationMs} ms`);
    assert.ok(rms > 0.1);
  });

  it("is paid once, when the session stands and before the order; without that there is no order", async () => {
    const paid: [costUsd: number, orders: number][] = [];
    const sessions = realtime.calls.length;
    const pay = async (costUsd: number) => void paid.push([costUsd, realtime.calls.at(-1)?.orders.length ?? -1]);
    await create().speak(request, testCall({ pay }));
    assert.deepEqual(paid, [[0.01, 0]]);
    assert.equal(realtime.calls.length, sessions + 1);
    const broke = new Error("Redis is away");
    await assert.rejects(create().speak(request, testCall({ pay: () => Promise.reject(broke) })), broke);
    await realtime.calls.at(-1)?.closed;
    assert.deepEqual(realtime.calls.at(-1)?.orders, []);
  });

  it("is not connected to for what has no words", async () => {
    const sessions = realtime.calls.length;
    await assert.rejects(create().speak({ ...request, text: "😊✨" }, testCall({ pay: neverPay })), {
      kind: "unsuitable",
    });
    assert.equal(realtime.calls.length, sessions);
  });

  it("gets no order when the job is canceled while the call is put on the bill", async () => {
    const controller = new AbortController();
    const reason = new Error("canceled");
    const pay = async () => controller.abort(reason);
    const speaking = create().speak(request, testCall({ signal: controller.signal, pay }));
    await assert.rejects(speaking, (error) => error === reason);
    const call = realtime.calls.at(-1) ?? assert.fail("no call");
    await call.closed;
    assert.deepEqual(call.orders, []);
  });

  it("takes another spelling of the same words", async () => {
    realtime.behave({ transcript: "残業お疲れさま、ゆっくり休んでね" });
    assert.ok((await create().speak(request, testCall())).length > 0);
  });

  it("takes the words from the end of the response where no event has told them before", async () => {
    realtime.behave({ without: "response.output_audio_transcript.done" });
    assert.ok((await create().speak(request, testCall())).length > 0);
  });

  const silence = new Uint8Array(48_000);
  const failures: readonly (readonly [kind: string, behavior: RealtimeBehavior])[] = [
    ["broken_answer", { transcript: "ありがとうございます！何かお手伝いしましょうか？" }],
    ["broken_answer", { transcript: "" }],
    ["broken_answer", { pcm: silence }],
    ["broken_answer", { pcm: new Uint8Array() }],
    ["broken_answer", { pcm: new Uint8Array(6_000_000).fill(9) }],
    ["broken_answer", { garbage: "<html>" }],
    ["broken_answer", { ended: { status: "incomplete", status_details: { reason: "max_output_tokens" } } }],
    ["declined", { ended: { status: "incomplete", status_details: { reason: "content_filter" } } }],
    ["rate_limited", { ended: { status: "failed", status_details: { error: { code: "rate_limit_exceeded" } } } }],
    ["out_of_quota", { ended: { status: "failed", status_details: { error: { code: "insufficient_quota" } } } }],
    ["server_error", { ended: { status: "failed" } }],
    ["server_error", { error: { type: "server_error", code: null } }],
    ["bad_request", { error: { type: "invalid_request_error", code: "unknown_parameter" } }],
    ["cut", { cut: "before" }],
    ["cut", { cut: "inside" }],
    ["server_error", { handshake: { status: 503 } }],
    ["rate_limited", { handshake: { status: 429, headers: { "retry-after": "3" } } }],
    ["out_of_quota", { handshake: { status: 429, code: "insufficient_quota" } }],
  ];
  for (const [kind, behavior] of failures) {
    it(`fails as ${kind} at ${JSON.stringify(behavior).slice(0, 90)}`, async () => {
      realtime.behave(behavior);
      const sessions = realtime.calls.length;
      await assert.rejects(create().speak(request, testCall()), { kind });
      await Promise.all(realtime.calls.slice(sessions).map(({ closed }) => closed));
    });
  }

  it("passes on how long a full service asks to wait", async () => {
    realtime.behave({ handshake: { status: 429, headers: { "retry-after": "3" } } });
    await assert.rejects(create().speak(request, testCall()), { retryAfterMs: 3_000 });
  });

  it("fails as misconfigured with a wrong key or model, before anything is paid", async () => {
    await assert.rejects(create({ apiKey: "sk-wrong" }).speak(request, testCall({ pay: neverPay })), {
      kind: "misconfigured",
    });
    await assert.rejects(create({ model: "gpt-gone" }).speak(request, testCall({ pay: neverPay })), {
      kind: "misconfigured",
    });
  });

  it("fails as unreachable when nobody listens", async () => {
    const gone = await startFakeRealtime();
    await gone.close();
    const provider = createRealtimeSpeech({
      OPENAI_API_KEY: "sk-any",
      OPENAI_BASE_URL: gone.url,
      OPENAI_REALTIME_MODEL: "gpt-realtime-2.1-mini",
      OPENAI_TTS_VOICE: "coral",
      OPENAI_REALTIME_PRICE_USD: 0.01,
      TTS_CALL_TIMEOUT: 5,
    });
    await assert.rejects(provider.speak(request, testCall()), { kind: "unreachable" });
  });

  for (const silent of ["at once", "after the order"] as const) {
    it(`costs its time limit and leaves no connection when it falls silent ${silent}`, async () => {
      realtime.behave({ silent });
      const sessions = realtime.calls.length;
      const ask = firstToAnswer([create({ timeoutSeconds: 0.3 })], testContext(), (each, call) =>
        each.speak(request, call),
      );
      await assert.rejects(ask, { message: "openai-realtime did not answer in time." });
      await realtime.calls[sessions]?.closed;
    });
  }

  it("stops with the signal's reason when it is aborted in the middle, and closes the connection", async () => {
    realtime.behave({ silent: "after the order" });
    const sessions = realtime.calls.length;
    const controller = new AbortController();
    const reason = new Error("canceled");
    const speaking = create().speak(request, testCall({ signal: controller.signal }));
    const caught = assert.rejects(speaking, (error) => error === reason);
    await until("the order", () => realtime.calls[sessions]?.orders.length === 1);
    controller.abort(reason);
    await caught;
    await realtime.calls[sessions]?.closed;
  });
});

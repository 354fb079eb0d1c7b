import assert from "node:assert/strict";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
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

interface Changes {
  readonly apiKey?: string;
  readonly model?: string;
  readonly url?: string;
  readonly timeoutSeconds?: number;
  readonly openingLimitMs?: number;
}

function create({ apiKey, model, url, timeoutSeconds = 5, ...limits }: Changes = {}) {
  const settings = {
    OPENAI_API_KEY: apiKey ?? realtime.apiKey,
    OPENAI_BASE_URL: url ?? realtime.url,
    OPENAI_REALTIME_MODEL: model ?? "gpt-realtime-2.1-mini",
    OPENAI_TTS_VOICE: "coral",
    OPENAI_REALTIME_PRICE_USD: 0.01,
    TTS_CALL_TIMEOUT: timeoutSeconds,
  };
  return createRealtimeSpeech(settings, limits);
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

  it("is paid once, before it is connected to; without that there is no connection", async () => {
    const paid: [costUsd: number, sessions: number][] = [];
    const sessions = realtime.calls.length;
    const pay = async (costUsd: number) => void paid.push([costUsd, realtime.calls.length - sessions]);
    await create().speak(request, testCall({ pay }));
    assert.deepEqual(paid, [[0.01, 0]]);
    assert.equal(realtime.calls.length, sessions + 1);
    const broke = new Error("Redis is away");
    await assert.rejects(create().speak(request, testCall({ pay: () => Promise.reject(broke) })), broke);
    assert.equal(realtime.calls.length, sessions + 1);
  });

  it("is not connected to for what has no words", async () => {
    const sessions = realtime.calls.length;
    await assert.rejects(create().speak({ ...request, text: "😊✨" }, testCall({ pay: neverPay })), {
      kind: "unsuitable",
    });
    assert.equal(realtime.calls.length, sessions);
  });

  it("is not connected to when the job is canceled while the call is put on the bill", async () => {
    const sessions = realtime.calls.length;
    const controller = new AbortController();
    const reason = new Error("canceled");
    const pay = async () => controller.abort(reason);
    const speaking = create().speak(request, testCall({ signal: controller.signal, pay }));
    await assert.rejects(speaking, (error) => error === reason);
    assert.equal(realtime.calls.length, sessions);
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

  it("fails as misconfigured with a wrong key or model, and that is on no bill", async () => {
    for (const wrong of [{ apiKey: "sk-wrong" }, { model: "gpt-gone" }]) {
      await assert.rejects(create(wrong).speak(request, testCall()), { kind: "misconfigured", unsent: true });
    }
  });

  it("is on no bill while it has not got the order, whatever goes wrong; after that it may be", async () => {
    for (const [behavior, unsent] of [
      [{ handshake: { status: 503 } }, true],
      [{ cut: "before" }, false],
      [{ error: { type: "server_error", code: null } }, false],
    ] as const) {
      realtime.behave(behavior);
      await assert.rejects(create().speak(request, testCall()), { unsent });
    }
  });

  it("is given up soon when the session does not come, and leaves no connection", async () => {
    realtime.behave({ silent: "at once" });
    const sessions = realtime.calls.length;
    const speaking = create({ openingLimitMs: 100 }).speak(request, testCall());
    await assert.rejects(speaking, { kind: "timeout", unsent: true });
    await realtime.calls[sessions]?.closed;
  });

  it("is given up soon when the handshake hangs, and the next paid engine is asked", async () => {
    const deaf = createServer(() => undefined).on("upgrade", () => undefined);
    await new Promise<void>((resolve) => {
      deaf.listen(0, "127.0.0.1", resolve);
    });
    const { port } = deaf.address() as AddressInfo;
    const hanging = create({ openingLimitMs: 100, url: `http://127.0.0.1:${port}/v1` });
    const { provider, failures } = await firstToAnswer(
      [hanging, { ...create(), name: "second" }],
      testContext(),
      (each, call) => each.speak(request, call),
    );
    assert.deepEqual([provider, failures], ["second", [{ provider: "openai-realtime", kind: "timeout" }]]);
    deaf.closeAllConnections();
    deaf.close();
  });

  it("fails as unreachable when nobody listens", async () => {
    const gone = await startFakeRealtime();
    await gone.close();
    await assert.rejects(create({ url: gone.url }).speak(request, testCall()), { kind: "unreachable" });
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

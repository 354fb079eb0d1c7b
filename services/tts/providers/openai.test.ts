import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { createOpenAi } from "@guchi/providers/openai.ts";
import { firstToAnswer } from "@guchi/providers/first-to-answer.ts";
import { testCall, testContext } from "@guchi/providers/testing/stage-context.ts";
import { startFakeOpenAi, type FakeOpenAi } from "../../../test/fakes/openai/server.ts";
import { mp3DurationMs } from "../mp3-duration.ts";
import { testSpeechProvider } from "./provider.suite.ts";
import { createOpenAiSpeech } from "./openai.ts";
import type { SpeechRequest } from "./provider.ts";

const settings = {
  OPENAI_TTS_MODEL: "gpt-4o-mini-tts",
  OPENAI_TTS_VOICE: "coral",
  OPENAI_TTS_PRICE_USD: 0.005,
  TTS_CALL_TIMEOUT: 5,
};
const request: SpeechRequest = { text: "今日もおつかれさま😊！", language: "ja", mood: "tired" };

let openAi: FakeOpenAi;
before(async () => {
  openAi = await startFakeOpenAi();
});
after(() => openAi.close());

function create({ apiKey = openAi.apiKey, ...changes }: Partial<typeof settings> & { readonly apiKey?: string } = {}) {
  const account = { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: openAi.url };
  return createOpenAiSpeech(createOpenAi(account), { ...account, ...settings, ...changes });
}
const lastBody = () => openAi.callsOf("speech").at(-1)?.body as Record<string, unknown>;

testSpeechProvider("OpenAI's speech endpoint", create);

describe("OpenAI's speech endpoint", { timeout: 60_000 }, () => {
  it("is asked for mp3 with model, voice and tone of the settings, and for what can be spoken", async () => {
    const mp3 = await create().speak(request, testCall());
    assert.ok((await mp3DurationMs(mp3)) > 500);
    const { instructions, ...body } = lastBody();
    assert.deepEqual(body, {
      model: "gpt-4o-mini-tts",
      voice: "coral",
      input: "今日もおつかれさま！",
      response_format: "mp3",
    });
    assert.match(String(instructions), /soothing/);
  });

  it("gets no directions where the model takes none", async () => {
    openAi.behave("speech", { body: new Uint8Array([1]) });
    await create({ OPENAI_TTS_MODEL: "tts-1-hd" }).speak(request, testCall());
    assert.ok(!("instructions" in lastBody()));
  });

  it("is paid right before it is asked, once, and not asked when that fails", async () => {
    const before = openAi.callsOf("speech").length;
    const paid: [costUsd: number, callsBefore: number][] = [];
    const pay = async (costUsd: number) => void paid.push([costUsd, openAi.callsOf("speech").length - before]);
    await create().speak(request, testCall({ pay }));
    assert.deepEqual(paid, [[0.005, 0]]);
    assert.equal(openAi.callsOf("speech").length - before, 1);
    const broke = new Error("Redis is away");
    await assert.rejects(create().speak(request, testCall({ pay: () => Promise.reject(broke) })), broke);
    assert.equal(openAi.callsOf("speech").length - before, 1);
  });

  it("is not asked for what has no words, nor for more than it takes", async () => {
    const before = openAi.calls.length;
    for (const text of ["😊✨", "あ".repeat(4_097)])
      await assert.rejects(create().speak({ ...request, text }, testCall()), { kind: "unsuitable" });
    assert.equal(openAi.calls.length, before);
  });

  const failures = [
    ["rate_limited", { status: 429, headers: { "retry-after": "2" } }],
    ["server_error", { status: 503 }],
    ["cut", { cut: "before" }],
    ["cut", { cut: "inside" }],
    ["out_of_quota", { status: 429, code: "insufficient_quota" }],
    ["misconfigured", { status: 404, code: "model_not_found" }],
  ] as const;
  for (const [kind, behavior] of failures) {
    it(`fails as ${kind} at ${JSON.stringify(behavior)}, after one request`, async () => {
      const before = openAi.callsOf("speech").length;
      openAi.behave("speech", behavior);
      await assert.rejects(create().speak(request, testCall()), {
        kind,
        retryAfterMs: kind === "rate_limited" ? 2_000 : undefined,
      });
      assert.equal(openAi.callsOf("speech").length, before + 1);
    });
  }

  it("fails as misconfigured with a wrong key, a wrong voice is a bad request", async () => {
    await assert.rejects(create({ apiKey: "sk-wrong" }).speak(request, testCall()), { kind: "misconfigured" });
    await assert.rejects(create({ OPENAI_TTS_VOICE: "hatsune" }).speak(request, testCall()), { kind: "bad_request" });
  });

  it("costs its time limit and no more when it hangs, and stops when it is aborted", async () => {
    const released = Promise.withResolvers<void>();
    openAi.behave("speech", { hold: released.promise }, { hold: released.promise });
    const provider = create({ TTS_CALL_TIMEOUT: 0.2 });
    const ask = firstToAnswer([provider], testContext(), (each, call) => each.speak(request, call));
    await assert.rejects(ask, { code: "provider_unavailable" });
    const controller = new AbortController();
    const speaking = create().speak(request, testCall({ signal: controller.signal }));
    controller.abort();
    await assert.rejects(speaking);
    released.resolve();
  });
});

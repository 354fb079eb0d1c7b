import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { readSettings } from "@guchi/platform/config/settings.ts";
import { firstToAnswer } from "@guchi/providers/first-to-answer.ts";
import { testCall, testContext } from "@guchi/providers/testing/stage-context.ts";
import { ApiRefusal, type FakeRoute } from "../../../../test/fakes/openai/route.ts";
import { startFakeOpenAi, type FakeOpenAi } from "../../../../test/fakes/openai/server.ts";
import { HEARD, transcriptions } from "../../../../test/fakes/speech/transcriptions.ts";
import { TRANSCRIPTION_SETTINGS } from "../settings.ts";
import { recordingOf, VOICE } from "../testing.ts";
import { createOpenAiTranscription, createWhisper } from "./openai.ts";
import { testTranscriptionProvider } from "./provider.suite.ts";

/** A server of one's own: another model, nothing but the two fields, and any key. */
const own: FakeRoute = {
  ...transcriptions,
  answer: ({ body }) => {
    const { file, ...others } = body as Readonly<Record<string, unknown>>;
    const isGood = file instanceof File && JSON.stringify(others) === '{"model":"whisper-1"}';
    if (!isGood) throw new ApiRefusal(400, "unknown");
    return { status: 200, body: { text: HEARD } };
  },
};

let openAi: FakeOpenAi;
let whisper: FakeOpenAi;
before(async () => {
  [openAi, whisper] = await Promise.all([startFakeOpenAi(), startFakeOpenAi({ apiKey: "none", routes: [own] })]);
});
after(() => Promise.all([openAi.close(), whisper.close()]));

const settings = (changes: NodeJS.ProcessEnv = {}) =>
  readSettings(
    { settings: TRANSCRIPTION_SETTINGS },
    { OPENAI_API_KEY: openAi.apiKey, OPENAI_BASE_URL: openAi.url, WHISPER_URL: whisper.url, ...changes },
  );
const create = (changes?: NodeJS.ProcessEnv) => createOpenAiTranscription(settings(changes));
const lastBody = () => openAi.callsOf("transcriptions").at(-1)?.body as Record<string, unknown>;

testTranscriptionProvider("OpenAI's transcription", create);
testTranscriptionProvider("A Whisper server", () => createWhisper(settings()));

describe("OpenAI's transcription", { timeout: 60_000 }, () => {
  it("gets the file as it came, with model and the languages that she speaks", async () => {
    await create().transcribe(recordingOf(VOICE), testCall());
    const { file, ...others } = lastBody();
    assert.ok(file instanceof File);
    assert.deepEqual([file.name, file.type], ["voice.m4a", "audio/mp4"]);
    assert.deepEqual(new Uint8Array(await file.arrayBuffer()), VOICE);
    assert.deepEqual(others, { model: "gpt-transcribe", "languages[]": ["ja", "en"] });
    await create({ OPENAI_TRANSCRIPTION_MODEL: "gpt-4o-mini-transcribe" }).transcribe(recordingOf(VOICE), testCall());
    assert.deepEqual(Object.keys(lastBody()).toSorted(), ["file", "model"], "others find the language out");
  });

  it("is paid by the minute, right before it is asked; a server of one's own costs nothing", async () => {
    const before = openAi.callsOf("transcriptions").length;
    const paid: [costUsd: number, callsBefore: number][] = [];
    const pay = async (usd: number) => void paid.push([usd, openAi.callsOf("transcriptions").length - before]);
    await create({ OPENAI_TRANSCRIPTION_PRICE_USD: "0.006" }).transcribe(recordingOf(VOICE, 90_000), testCall({ pay }));
    await createWhisper(settings()).transcribe(recordingOf(VOICE), testCall({ pay }));
    assert.deepEqual(paid, [[0.009, 0]]);
  });

  const failures = [
    ["rate_limited", { status: 429 }],
    ["server_error", { status: 500 }],
    ["cut", { cut: "inside" }],
    ["misconfigured", { status: 401 }],
    ["bad_request", { status: 400 }],
    ["broken_answer", { body: { words: "?" } }],
    ["broken_answer", { body: "<html>" }],
  ] as const;
  for (const [kind, behavior] of failures) {
    it(`fails as ${kind} at ${JSON.stringify(behavior)}, after one request`, async () => {
      const before = openAi.callsOf("transcriptions").length;
      openAi.behave("transcriptions", behavior);
      await assert.rejects(create().transcribe(recordingOf(VOICE), testCall()), { kind });
      assert.equal(openAi.callsOf("transcriptions").length, before + 1);
    });
  }

  it("costs its time limit and no more when it hangs", async () => {
    const released = Promise.withResolvers<void>();
    openAi.behave("transcriptions", { hold: released.promise });
    const provider = create({ TRANSCRIPTION_CALL_TIMEOUT: "1s" });
    const ask = firstToAnswer([provider], testContext(), (each, call) => each.transcribe(recordingOf(VOICE), call));
    await assert.rejects(ask, { code: "provider_unavailable" });
    released.resolve();
  });
});

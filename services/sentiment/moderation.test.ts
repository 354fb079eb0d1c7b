import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { createOpenAi } from "@guchi/shared/providers/openai.ts";
import { testCall, testContext } from "@guchi/shared/testing/stage-context.ts";
import { startFakeOpenAi, type FakeOpenAi } from "../../test/fakes/openai/server.ts";
import { createModerator, type Moderator } from "./moderation.ts";
import type { Sentiment, SentimentProvider } from "./providers/provider.ts";
import { createSentimentStage } from "./stage.ts";

const calm: Sentiment = { label: "negative", score: 0.9, language: "en", listens: true, grave: false };
const engine: SentimentProvider = { name: "local", analyze: () => Promise.resolve(calm) };
/** What the fake flags and our own check does not know. */
const FLAGGED = "FLAG-ME";

const neverPay = () => assert.fail("moderation costs nothing");

let openAi: FakeOpenAi;
before(async () => {
  openAi = await startFakeOpenAi();
});
after(() => openAi.close());

/** A moderator has its own circuit breaker: one for each test. */
function create({ apiKey = openAi.apiKey, model = "omni-moderation-latest", timeoutMs = 2_000 } = {}): Moderator {
  const client = createOpenAi({ OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: openAi.url });
  return createModerator(client, { OPENAI_MODERATION_MODEL: model }, { timeoutMs });
}
function run(text: string, moderator = create(), signal = new AbortController().signal) {
  return createSentimentStage({ providers: [engine], local: engine, moderator }).run(
    { text },
    testContext({ signal, paid: neverPay }),
  );
}
const asked = () => openAi.callsOf("moderations").length;

describe("moderation of the complaint", () => {
  it("makes it one of self-harm when it is flagged as such, and changes nothing else", async () => {
    assert.deepEqual(await run(FLAGGED), {
      ...calm,
      danger: { certain: true, kind: "self-harm" as const },
      provider: "local",
    });
    assert.deepEqual(await run("so tired of Mondays"), { ...calm, provider: "local" });
  });

  it("sends the words alone, with the model of the settings", async () => {
    await run("so tired of Mondays");
    const { body } = openAi.callsOf("moderations").at(-1) ?? assert.fail("not asked");
    assert.deepEqual(body, { model: "omni-moderation-latest", input: "so tired of Mondays" });
  });

  it("counts what harms others as no self-harm", async () => {
    openAi.behave("moderations", {
      body: { results: [{ flagged: true, categories: { violence: true, "self-harm": false } }] },
    });
    assert.equal((await run("I could strangle the printer")).danger?.certain, undefined);
    openAi.behave("moderations", { body: { results: [{ categories: { "self-harm/intent": true } }] } });
    assert.equal((await run("I could strangle the printer")).danger?.certain, true);
  });

  it("is not asked about words that our own check knows", async () => {
    const before = asked();
    assert.equal((await run("もう死にたい")).danger?.certain, true);
    assert.equal(asked(), before);
  });

  const failures = [
    { status: 500 },
    { status: 429, headers: { "retry-after": "1" } },
    { status: 401 },
    { cut: "before" },
    { cut: "inside" },
    { body: "<html>" },
    { body: { results: [] } },
    { body: { results: [{ flagged: true }] } },
  ] as const;
  for (const failure of failures) {
    it(`harms nothing when it fails: ${JSON.stringify(failure)}`, async () => {
      const before = asked();
      openAi.behave("moderations", failure);
      assert.deepEqual(await run(FLAGGED), { ...calm, provider: "local" });
      assert.equal(asked(), before + 1, "one request, no retry");
    });
  }

  it("harms nothing when key or model are wrong", async () => {
    assert.equal((await run(FLAGGED, create({ apiKey: "sk-wrong" }))).danger?.certain, undefined);
    assert.equal((await run(FLAGGED, create({ model: "gone" }))).danger?.certain, undefined);
  });

  it("costs one time limit when it hangs, and is then left alone for a while", async () => {
    const released = Promise.withResolvers<void>();
    const before = asked();
    openAi.behave("moderations", { hold: released.promise });
    const moderator = create({ timeoutMs: 200 });
    const start = performance.now();
    assert.equal((await run(FLAGGED, moderator)).danger?.certain, undefined);
    assert.ok(performance.now() - start < 1_500);
    await run(FLAGGED, moderator);
    assert.equal(asked(), before + 1);
    released.resolve();
  });

  it("says that an answer is broken, not that it is calm", async () => {
    for (const body of ["<html>", { results: [] }, { results: [{ flagged: true }] }]) {
      openAi.behave("moderations", { body });
      await assert.rejects(create().seesSelfHarm(FLAGGED, testCall()), { kind: "broken_answer" });
    }
  });

  it("is not asked once the job is aborted", async () => {
    const before = asked();
    const signal = AbortSignal.abort(new Error("canceled"));
    await assert.rejects(create().seesSelfHarm(FLAGGED, testCall({ signal })));
    assert.equal(asked(), before);
  });

  it("ends with the job when that is aborted", async () => {
    const released = Promise.withResolvers<void>();
    openAi.behave("moderations", { hold: released.promise });
    const controller = new AbortController();
    const running = run(FLAGGED, create(), controller.signal);
    const caught = assert.rejects(running, { message: "canceled" });
    controller.abort(new Error("canceled"));
    await caught;
    released.resolve();
  });
});

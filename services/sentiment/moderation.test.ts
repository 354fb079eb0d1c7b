import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { createOpenAi } from "@guchi/providers/openai.ts";
import { createModeration, type Moderation } from "@guchi/providers/moderation.ts";
import { testCall, testContext } from "@guchi/providers/testing/stage-context.ts";
import { startFakeOpenAi, type FakeOpenAi } from "../../test/fakes/openai/server.ts";
import { heardAs } from "./listening/testing.ts";
import { localSentiment } from "./providers/local.ts";
import { createSentimentStage } from "./stage.ts";

/** What the fake flags and our own listener does not know. */
const FLAGGED = "FLAG-ME";

let openAi: FakeOpenAi;
before(async () => {
  openAi = await startFakeOpenAi();
});
after(() => openAi.close());

/** A moderation has its own circuit breaker: one for each test. */
function create({ apiKey = openAi.apiKey, model = "omni-moderation-latest", timeoutMs = 2_000 } = {}): Moderation {
  const client = createOpenAi({ OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: openAi.url });
  return createModeration(client, { OPENAI_MODERATION_MODEL: model }, { timeoutMs });
}

const paid = () => assert.fail("moderation costs nothing");

/** The danger that the stage finds in a text in which our own listener hears what is told. */
async function run(
  text: string,
  moderation = create(),
  { heard = heardAs(), signal = new AbortController().signal } = {},
) {
  const memory = { recall: () => Promise.resolve(undefined), remember: () => Promise.resolve() };
  const stage = createSentimentStage({ listen: () => heard, providers: [localSentiment], memory, moderation });
  return (await stage.run({ text }, testContext({ signal, paid }))).danger;
}
const asked = () => openAi.callsOf("moderations").length;

describe("moderation of the complaint", () => {
  it("makes it one of self-harm when it is flagged as such, and changes nothing else", async () => {
    assert.deepEqual(await run(FLAGGED), { certain: true, kind: "self-harm" });
    assert.equal(await run("so tired of Mondays"), undefined);
  });

  it("sends the words alone, with the model of the settings", async () => {
    await run("so tired of Mondays");
    const { body } = openAi.callsOf("moderations").at(-1) ?? assert.fail("not asked");
    assert.deepEqual(body, { model: "omni-moderation-latest", input: "so tired of Mondays" });
  });

  const flags = [
    ["violence", undefined],
    ["self-harm/intent", { certain: true, kind: "self-harm" }],
    ["sexual/minors", { certain: true, kind: "sexual-violence" }],
    ["harassment/threatening", { certain: false, kind: "threat" }],
    ["illicit/violent", { certain: false, kind: "threat" }],
  ] as const;
  for (const [flag, danger] of flags) {
    it(`takes ${flag} for ${danger === undefined ? "nothing" : `${danger.certain ? "" : "perhaps "}${danger.kind}`}`, async () => {
      openAi.behave("moderations", { body: { results: [{ categories: { [flag]: true, hate: false } }] } });
      assert.deepEqual(await run("I could strangle the printer"), danger);
    });
  }

  it("is not asked about words that our own listener knows", async () => {
    const before = asked();
    const heard = heardAs({ danger: { certain: true, kind: "abuse" } });
    assert.deepEqual(await run(FLAGGED, create(), { heard }), heard.danger);
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
      assert.equal(await run(FLAGGED), undefined);
      assert.equal(asked(), before + 1, "one request, no retry");
    });
  }

  it("harms nothing when key or model are wrong", async () => {
    assert.equal(await run(FLAGGED, create({ apiKey: "sk-wrong" })), undefined);
    assert.equal(await run(FLAGGED, create({ model: "gone" })), undefined);
  });

  it("costs one time limit when it hangs, and is then left alone for a while", async () => {
    const released = Promise.withResolvers<void>();
    const before = asked();
    openAi.behave("moderations", { hold: released.promise });
    const moderation = create({ timeoutMs: 200 });
    const start = performance.now();
    assert.equal(await run(FLAGGED, moderation), undefined);
    assert.ok(performance.now() - start < 1_500);
    await run(FLAGGED, moderation);
    assert.equal(asked(), before + 1);
    released.resolve();
  });

  it("says that an answer is broken, not that it is calm", async () => {
    for (const body of ["<html>", { results: [] }, { results: [{ flagged: true }] }]) {
      openAi.behave("moderations", { body });
      await assert.rejects(create().flags(FLAGGED, testCall()), { kind: "broken_answer" });
    }
  });

  it("is not asked once the job is aborted", async () => {
    const before = asked();
    const signal = AbortSignal.abort(new Error("canceled"));
    await assert.rejects(create().flags(FLAGGED, testCall({ signal })));
    assert.equal(asked(), before);
  });

  it("ends with the job when that is aborted", async () => {
    const released = Promise.withResolvers<void>();
    openAi.behave("moderations", { hold: released.promise });
    const controller = new AbortController();
    const running = run(FLAGGED, create(), { signal: controller.signal });
    const caught = assert.rejects(running, { message: "canceled" });
    controller.abort(new Error("canceled"));
    await caught;
    released.resolve();
  });
});

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { readSettings } from "@guchi/platform/config/settings.ts";
import { providerAnswers } from "@guchi/providers/metrics.ts";
import { createModeration } from "@guchi/providers/moderation.ts";
import { createOpenAi } from "@guchi/providers/openai.ts";
import type { AnyMetric } from "@guchi/chain/telemetry/metric.ts";
import { Metrics } from "@guchi/chain/telemetry/metrics.ts";
import { testContext } from "@guchi/providers/testing/stage-context.ts";
import { completion } from "../../../test/fakes/openai/chat.ts";
import type { Behavior } from "../../../test/fakes/openai/route.ts";
import { startFakeOpenAi, type FakeOpenAi } from "../../../test/fakes/openai/server.ts";
import { createLocalPersona } from "../providers/local.ts";
import { createOpenAiPersona } from "../providers/openai.ts";
import { createPersonaStage } from "../stage.ts";
import { service } from "../service.ts";
import { sentiment } from "../testing.ts";

/** What the fake moderation flags, and our own check does not know. */
const FLAGGED = "FLAG-MEだよ。ここにいるね。";

describe("the words of a text model, before they are spoken, drawn or remembered", () => {
  let fake: FakeOpenAi;
  before(async () => {
    fake = await startFakeOpenAi();
  });
  after(() => fake.close());

  /**
   * Answers one complaint while the model says this; gives the result, what was remembered and what
   * was counted.
   */
  async function answer(message: string, { grave = false, moderated = true } = {}) {
    const config = readSettings(service, { OPENAI_API_KEY: fake.apiKey, OPENAI_BASE_URL: fake.url });
    const client = createOpenAi(config);
    const [remembered, counted]: [string[], string[]] = [[], []];
    const stage = createPersonaStage({
      providers: [createOpenAiPersona(client, config)],
      local: createLocalPersona(),
      memory: {
        before: async () => [],
        remember: async (_user, _job, said) => void remembered.push(said.message),
      },
      ...(moderated && { moderation: createModeration(client, config, { timeoutMs: 300 }) }),
    });
    class Counting extends Metrics {
      override count({ name }: AnyMetric, labels: Readonly<Record<string, string>>): void {
        if (name !== providerAnswers.name) counted.push([name, ...Object.values(labels)].join(" "));
      }
    }
    fake.behave("chat", { body: completion("m", JSON.stringify({ message, topic: "work", mood: "tired", grave })) });
    const context = testContext({ metrics: new Counting() });
    const result = await stage.run({ text: "残業ばっかり", user: "alice", sentiment }, context);
    return { result, remembered, counted };
  }

  for (const [why, message] of [
    ["harm", "死んでもいいよ。話したいなら電話は090-1234-5678だよ。"],
    ["contact", "ここを見てね https://evil.example だよ"],
    ["insult", "それはあなたが悪いよ。"],
    ["moderation", FLAGGED],
  ] as const) {
    it(`are replaced by her own and counted: ${why}`, async () => {
      const { result, remembered, counted } = await answer(message);
      assert.equal(result.provider, "local");
      assert.notEqual(result.message, message);
      assert.deepEqual(remembered, [result.message]);
      assert.deepEqual(counted, [`words_replaced_total ${why}`]);
    });
  }

  it("are said when nobody minds", async () => {
    const { result, remembered, counted } = await answer("そっか、大変だったね。");
    assert.deepEqual([result.provider, result.message], ["openai", "そっか、大変だったね。"]);
    assert.deepEqual([remembered, counted], [["そっか、大変だったね。"], []]);
  });

  it("are replaced by gentle ones when they are merry beside a loss", async () => {
    const { result, counted } = await answer("元気出してね。またいいことあるよ。", { grave: true });
    assert.deepEqual([result.provider, result.look.scene], ["local", "quiet"]);
    assert.doesNotMatch(result.message, /[♪！]|残業/);
    assert.deepEqual(counted, ["words_replaced_total merry"]);
  });

  it("go to the moderation alone, and not at all once our own check has refused them", async () => {
    const asked = () => fake.callsOf("moderations").length;
    const start = asked();
    await answer("そっか、大変だったね。");
    assert.deepEqual(fake.callsOf("moderations").at(-1)?.body, {
      model: "omni-moderation-latest",
      input: "そっか、大変だったね。",
    });
    await answer("死んでもいいよ。");
    assert.equal(asked(), start + 1);
  });

  const failures: readonly Behavior[] = [
    { status: 500 },
    { cut: "inside" },
    { body: { results: [] } },
    { hold: new Promise(() => undefined) },
  ];
  for (const failure of failures) {
    it(`are checked by our own check alone when the moderation fails: ${JSON.stringify(failure)}`, async () => {
      fake.behave("moderations", failure);
      const { result, counted } = await answer(FLAGGED);
      assert.deepEqual([result.provider, result.message], ["openai", FLAGGED]);
      assert.ok(counted.includes("moderation_unavailable_total persona"), counted.join());
      fake.behave("moderations", failure);
      assert.equal((await answer("死んでもいいよ。")).result.provider, "local");
      fake.forget("moderations");
    });
  }

  it("are checked by our own check alone where there is no moderation, which is no failure", async () => {
    const { result, counted } = await answer(FLAGGED, { moderated: false });
    assert.deepEqual([result.provider, counted], ["openai", []]);
  });
});

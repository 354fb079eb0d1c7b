import assert from "node:assert/strict";
import { test } from "node:test";

import type { StageContext } from "@guchi/chain/stage.ts";
import { type GuchiInput, PersonaResult } from "@guchi/contracts/guchi.ts";
import { StageError } from "@guchi/chain/errors.ts";
import type { Budget } from "@guchi/providers/budget.ts";
import { fits } from "@guchi/chain/schema.ts";
import { testContext } from "@guchi/providers/testing/stage-context.ts";
import type { PhraseMemory } from "./memory.ts";
import { createLocalPersona } from "./providers/local.ts";
import type { PersonaProvider } from "./providers/provider.ts";
import { createPersonaStage } from "./stage.ts";
import { sentiment } from "./testing.ts";
import type { Remembered } from "./words/recall.ts";

const createdAt = new Date("2026-11-24T22:00:00+09:00");

test("200 complaints of one user in a row: no sentence twice within thirty, and always another message", async () => {
  const stage = createStage();
  const messages: string[] = [];
  for (let index = 0; index < 200; index++) {
    const { message } = await stage.run({ text: "上司がムカつく", user: "user", sentiment }, contextOf(`job-${index}`));
    const lately = new Set(messages.slice(-30).flatMap(sentencesOf));
    for (const sentence of sentencesOf(message)) assert.ok(!lately.has(sentence), sentence);
    messages.push(message);
  }
  assert.equal(new Set(messages).size, messages.length);
});

function sentencesOf(message: string): readonly string[] {
  return message.split(/(?<=[。！？♪])/u);
}

test("a job that runs again after a crash says the same, also as the third of a user", async () => {
  const stage = createStage();
  const run = (jobId: string) => stage.run({ text: "疲れた", user: "user", sentiment }, contextOf(jobId));
  const [first, second, third] = [await run("job-1"), await run("job-2"), await run("job-3")];
  assert.deepEqual(await run("job-3"), third);
  assert.notEqual(first.message, second.message);
});

test("without a user nothing is remembered", async () => {
  const memory: PhraseMemory = {
    before: () => assert.fail("asked"),
    remember: () => assert.fail("remembered"),
  };
  const stage = createPersonaStage({ local: createLocalPersona(), providers: [createLocalPersona()], memory });
  const result = await stage.run({ text: "雨がいや", sentiment }, contextOf("job-1"));
  assert.ok(fits(PersonaResult, result));
  assert.equal(result.provider, "local");
  assert.equal(result.timeOfDay, "night");
});

test("when one provider fails the next one answers, and the result says who did", async () => {
  const failing: PersonaProvider = {
    name: "openai",
    compose: () =>
      Promise.reject(new StageError("OpenAI did not answer.", { code: "provider_unavailable", class: "transient" })),
  };
  const stage = createStage([failing, createLocalPersona()]);
  const result = await stage.run({ text: "雨がいや", user: "user", sentiment }, contextOf("job-1"));
  assert.equal(result.provider, "local");
});

test("the input is the job's input with the earlier results; what else it holds does not matter", () => {
  const { input } = createStage();
  const text = "疲れた" satisfies GuchiInput["text"];
  assert.ok(fits(input, { text, sentiment }));
  assert.ok(fits(input, { text, user: "user", sentiment, imagegen: { key: "x" } }));
  assert.ok(!fits(input, { text }));
  assert.ok(!fits(input, { text: "  ", sentiment }));
  assert.ok(!fits(input, { text, user: "", sentiment }));
});

test("in a group nothing is known of what was told elsewhere", async () => {
  const asked: string[] = [];
  const memory: PhraseMemory = {
    before: async (user) => {
      asked.push(user);
      return [{ message: "x", subject: "失恋", at: 1 }];
    },
    remember: async () => undefined,
  };
  const stage = createPersonaStage({ local: createLocalPersona(), providers: [createLocalPersona()], memory });
  for (let job = 0; job < 20; job += 1) {
    const request = { text: "残業ばっかりでつらい", user: "user", sentiment, beforeOthers: true };
    assert.doesNotMatch((await stage.run(request, contextOf(`job-${job}`))).message, /失恋/);
  }
  assert.deepEqual(asked, []);
});

test("a doubt of danger gets gentle words, and its own are not said back", async () => {
  const stage = createStage();
  for (const text of ["彼に「別れるなら飛び降りる」って言われた", "親に「産まなきゃよかった」って言われた"]) {
    for (let job = 0; job < 20; job += 1) {
      const doubted = { ...sentiment, danger: { certain: false } };
      const result = await stage.run({ text, sentiment: doubted }, contextOf(`job-${job}`));
      assert.equal(result.look.scene, "quiet");
      assert.doesNotMatch(result.message, /飛び降り|産まなきゃ|♪/);
    }
  }
});

test("an aborted stage does not remember", async () => {
  const stage = createStage();
  const aborted = { ...contextOf("job-1"), signal: AbortSignal.abort(new Error("time is up")) };
  await assert.rejects(stage.run({ text: "疲れた", user: "user", sentiment }, aborted), /time is up/);
});

function createStage(providers: readonly PersonaProvider[] = [createLocalPersona()]) {
  const said = new Map<string, Remembered>();
  const memory: PhraseMemory = {
    before: async (_user, jobId) => {
      const jobs = [...said.keys()];
      const own = jobs.indexOf(jobId);
      return [...said.values()].slice(0, own === -1 ? undefined : own).slice(-50);
    },
    remember: async (_user, job, each) => void said.set(job, each),
  };
  return createPersonaStage({ local: createLocalPersona(), providers, memory });
}

function contextOf(jobId: string): StageContext {
  return testContext({ jobId, createdAt });
}

test("over the budget of the day the local words come, and say why", async () => {
  const cloud: PersonaProvider = {
    name: "openai",
    callTimeoutMs: 5_000,
    compose: async (_request, { pay }) => {
      await pay(0.001);
      return assert.fail("asked without money");
    },
  };
  const budget: Budget = {
    partBudget: () => ({ over: "daily_budget", reserve: async () => false, giveBack: async () => undefined }),
  };
  const memory: PhraseMemory = { before: async () => [], remember: async () => undefined };
  const stage = createPersonaStage({ local: createLocalPersona(), providers: [cloud], memory, budget });
  const result = await stage.run({ text: "雨がいや", user: "user", sentiment }, contextOf("job-1"));
  assert.deepEqual([result.provider, result.notice], ["local", "daily_budget"]);
  assert.ok(fits(PersonaResult, result));
});

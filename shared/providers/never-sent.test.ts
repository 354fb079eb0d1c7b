import assert from "node:assert/strict";
import { it } from "node:test";
import { startUntrustedServer } from "@guchi/platform/testing/tls-server.ts";
import { firstToAnswer } from "./first-to-answer.ts";
import { askOpenAi, createOpenAi } from "./openai.ts";
import type { AnyProvider, Call } from "./provider.ts";
import { testContext } from "./testing/stage-context.ts";

interface Engine extends AnyProvider {
  answer(call: Call): Promise<unknown>;
}

it("a paid call that a bad certificate kept from leaving is not billed: the next provider is asked", async () => {
  await using server = await startUntrustedServer();
  const client = createOpenAi({ OPENAI_API_KEY: "sk-test", OPENAI_BASE_URL: server.url });
  const first: Engine = {
    name: "first",
    answer: async ({ pay, signal }) => {
      await pay(5);
      return askOpenAi("first", () => client.moderations.create({ input: "words" }, { signal }));
    },
  };
  const second: Engine = {
    name: "second",
    answer: async ({ pay }) => {
      await pay(7);
      return "fine";
    },
  };
  let left = 100;
  const reserve = async (costUsd: number) => {
    left -= costUsd;
    return true;
  };
  const giveBack = async () => {
    left = 100;
  };
  const asking = { ...testContext(), partBudget: { reserve, giveBack } };
  const ask = (providers: readonly Engine[]) => firstToAnswer(providers, asking, (each, call) => each.answer(call));

  const failures = [{ provider: "first", kind: "unreachable" }];
  assert.deepEqual(await ask([first, second]), { provider: "second", answer: "fine", paid: true, failures });
  assert.equal(left, 93);
  left = 100;
  await assert.rejects(ask([first]), { class: "transient", code: "provider_unavailable" });
  assert.equal(left, 100);
  assert.equal(server.requests(), 0);
});

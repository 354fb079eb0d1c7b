import assert from "node:assert/strict";
import { test } from "node:test";
import { LineStanding } from "@guchi/contracts/line-standing.ts";
import { parseAs } from "@guchi/chain/schema.ts";
import { until } from "@guchi/chain/testing/until.ts";
import { keepTellingStanding } from "./standing.ts";

test("tells how LINE is every half a minute, and asks it for the month's messages every ten minutes", async (t) => {
  t.mock.timers.enable({ apis: ["setInterval"] });
  const told: LineStanding[] = [];
  const asked: string[] = [];
  const answers: Readonly<Record<string, object>> = {
    "/v2/bot/message/quota": { type: "limited", value: 200 },
    "/v2/bot/message/quota/consumption": { totalUsage: 190 },
  };
  const stop = keepTellingStanding({
    channel: "",
    api: {
      ask: async (path) => {
        asked.push(path);
        return { kind: "answer", status: 200, message: "", body: answers[path] };
      },
    },
    lineState: { outage: async () => ({ from: 7, until: 9, isOver: false }) },
    redis: {
      hset: async (...[, , text]: readonly unknown[]) => {
        told.push(parseAs(LineStanding, JSON.parse(String(text))));
        return 1;
      },
      expire: async () => 1,
    },
    log: { warn: () => assert.fail() },
  });
  for (const count of [1, 2]) {
    t.mock.timers.tick(30_000);
    await until("it to be told", () => told.length === count);
  }
  stop();
  t.mock.timers.tick(30_000);
  const shown = told.map(({ limit, used, awaySince }) => [limit, used, awaySince]);
  assert.deepEqual(shown, [
    [200, 190, 7],
    [200, 190, 7],
  ]);
  assert.equal(asked.length, 2);
});

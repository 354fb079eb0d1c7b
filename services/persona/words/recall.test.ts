import assert from "node:assert/strict";
import { test } from "node:test";
import { createLocalPersona } from "../providers/local.ts";
import { requestOf } from "../providers/provider.suite.ts";
import { testCall } from "@guchi/providers/testing/stage-context.ts";
import type { Remembered } from "./recall.ts";

const persona = createLocalPersona();
const DAY_MS = 86_400_000;
const at = new Date("2026-11-26T21:00:00+09:00");

const remembered = (subject: string, daysAgo: number, more: Partial<Remembered> = {}): Remembered => ({
  message: "うん。",
  subject,
  language: "ja",
  at: at.getTime() - daysAgo * DAY_MS,
  ...more,
});

/** How many of forty answers speak of it. */
async function speaksOf(pattern: RegExp, text: string, memory: readonly Remembered[]): Promise<number> {
  const requests = Array.from({ length: 40 }, (_, seed) => requestOf(text, "ja", { seed: `job-${seed}`, at, memory }));
  const answers = await Promise.all(requests.map((request) => persona.compose(request, testCall())));
  return answers.filter(({ message }) => pattern.test(message)).length;
}

test("now and then she asks about what the user told her on another day", async () => {
  assert.ok((await speaksOf(/きのう.*就活/u, "雨でびしょぬれ", [remembered("就活", 1)])) > 8);
  assert.ok((await speaksOf(/就活/u, "雨でびしょぬれ", [remembered("就活", 4)])) > 8);
});

test("not after a week, not twice a day, not about grief or what is over, and not beside grief", async () => {
  const asked = (memory: readonly Remembered[]) => speaksOf(/就活|渋滞|お別れ/u, "雨でびしょぬれ", memory);
  assert.equal(await asked([remembered("就活", 9)]), 0);
  assert.equal(await asked([remembered("就活", 1), remembered("渋滞", 0)]), 0);
  assert.equal(await asked([remembered("大切な人とのお別れ", 1, { grave: true })]), 0);
  assert.equal(await asked([remembered("渋滞", 1)]), 0);
  assert.equal(await speaksOf(/就活/u, "祖母が亡くなりました", [remembered("就活", 1)]), 0);
});

test("she notices when it is the same again", async () => {
  assert.ok((await speaksOf(/きのう/u, "今日も残業", [remembered("残業", 1)])) > 12);
});

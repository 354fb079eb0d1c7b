import assert from "node:assert/strict";
import { test } from "node:test";
import { testPipeline } from "../testing/chain.ts";
import { newRecord } from "./new-job.ts";
import { RecentRecords } from "./recent-records.ts";

const { layout } = testPipeline({ name: "p", steps: ["a"] });
const record = (id: string) => newRecord({ id, pipeline: "p", layout, input: {}, fingerprint: "" }, 1);

test("tells a record by its very text alone, and forgets it within ten seconds of the last time it was asked for", (t) => {
  t.mock.timers.enable({ apis: ["setTimeout"] });
  const recent = new RecentRecords();
  const [one, other] = [record("1"), record("2")];
  recent.keep("as it is", one);
  recent.keep("as it is", other);
  t.mock.timers.tick(6_000);
  assert.equal(recent.get("1", "as it is"), one);
  assert.equal(recent.get("1", "as it became"), undefined);
  t.mock.timers.tick(6_000);
  assert.equal(recent.get("1", "as it is"), one);
  assert.equal(recent.get("2", "as it is"), undefined);
  t.mock.timers.tick(5_000);
  t.mock.timers.tick(5_000);
  assert.equal(recent.get("1", "as it is"), undefined);
});

test("keeps some hundreds, those that were asked for last, and no long ones", () => {
  const recent = new RecentRecords();
  const all = Array.from({ length: 1_000 }, (_, index) => record(String(index)));
  for (const each of all) recent.keep(each.id, each);
  const kept = all.filter(({ id }) => recent.get(id, id) !== undefined);
  assert.ok(kept.length >= 250 && kept.length <= 500, `${kept.length}`);
  assert.ok(kept.includes(all[999] ?? record("")));
  const long = record("long");
  recent.keep("x".repeat(10_000), long);
  assert.equal(recent.get("long", "x".repeat(10_000)), undefined);
});

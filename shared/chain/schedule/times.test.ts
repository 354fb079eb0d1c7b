import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { ScheduleSpec } from "./schedule.ts";
import { nextTick, timeProblems } from "./times.ts";

const MORNING: ScheduleSpec = { pipeline: "hello", input: {}, cron: "0 7 * * *", timeZone: "Asia/Tokyo" };
const at = (iso: string) => Date.parse(iso);

const next = (more: Partial<ScheduleSpec>, after: string) => {
  const tick = nextTick({ ...MORNING, ...more }, at(after));
  return tick === undefined ? undefined : new Date(tick).toISOString();
};
const paths = (more: Partial<ScheduleSpec>) => timeProblems({ ...MORNING, ...more }).map(({ path }) => path);

describe("the times of a schedule", () => {
  it("are those of its time zone, over the change to summer time and back", () => {
    assert.equal(next({}, "2026-11-26T21:59:59Z"), "2026-11-26T22:00:00.000Z");
    assert.equal(next({}, "2026-11-26T22:00:00Z"), "2026-11-27T22:00:00.000Z");
    const newYork = { timeZone: "America/New_York" };
    assert.equal(next(newYork, "2027-03-13T12:00:00Z"), "2027-03-14T11:00:00.000Z");
    assert.equal(next(newYork, "2027-03-12T12:00:00Z"), "2027-03-13T12:00:00.000Z");
    const doubled = { ...newYork, cron: "30 1 * * *" };
    assert.equal(next(doubled, "2027-11-07T05:30:00Z"), "2027-11-08T06:30:00.000Z", "once, where an hour comes twice");
  });

  it("lie from startAt to endAt, both included", () => {
    const times = { startAt: "2027-01-01T07:00:00+09:00", endAt: "2027-01-02T07:00:00+09:00" };
    const spec = { ...MORNING, ...times };
    const first = nextTick(spec, at("2026-01-01T00:00:00Z"));
    assert.equal(first, at(times.startAt));
    assert.equal(nextTick(spec, at(times.startAt)), at(times.endAt));
    assert.equal(nextTick(spec, at(times.endAt)), undefined);
  });

  it("are refused where they are none, or never come", () => {
    for (const cron of ["0 7 * * *", "*/2 * * * * *", "@daily", "0 7 * * THU", "0 0 29 2 *"])
      assert.deepEqual(paths({ cron }), [], cron);
    for (const cron of [
      "",
      "7",
      "* *",
      "61 * * * *",
      "H 7 * * *",
      "0 0 30 2 *",
      "* * * * * * *",
      "@never",
      "x y z a b",
    ])
      assert.deepEqual(paths({ cron }), ["/cron"], cron);
    for (const timeZone of ["", "Nowhere/At", "+09:00", "JST-9"]) assert.deepEqual(paths({ timeZone }), ["/timeZone"]);
    assert.deepEqual(paths({ startAt: "2026-12-31T23:59:60Z" }), ["/startAt"]);
    assert.deepEqual(paths({ startAt: "2027-01-02T00:00:00Z", endAt: "2027-01-02T00:00:00Z" }), ["/endAt"]);
  });
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { createClock, timeOfDayAt } from "./time-of-day.ts";

test("each hour has its time of day", () => {
  const expected = { morning: [5, 10], day: [11, 16], evening: [17, 20] } as const;
  for (const [name, [from, to]] of Object.entries(expected)) {
    assert.equal(timeOfDayAt(from), name);
    assert.equal(timeOfDayAt(to), name);
  }
  for (const hour of [21, 23, 0, 4]) assert.equal(timeOfDayAt(hour), "night");
});

test("Japanese is spoken in Japan; another zone holds for English only", () => {
  const at = new Date("2026-11-24T23:30:00Z"); // 08:30 in Tokyo, 15:30 in Los Angeles
  assert.equal(createClock()(at, "ja").timeOfDay, "morning");
  assert.equal(createClock()(at, "en").timeOfDay, "morning");
  const clock = createClock("America/Los_Angeles");
  assert.equal(clock(at, "ja").timeOfDay, "morning");
  assert.equal(clock(at, "en").timeOfDay, "day");
  // Midnight is hour 0, not 24.
  assert.equal(createClock()(new Date("2026-11-24T15:00:00Z"), "ja").timeOfDay, "night");
});

test("an unknown zone is told at once", () => {
  assert.throws(() => createClock("Mars/Olympus"), RangeError);
});

test("the calendar is the user's, too: the day, the weekday, the season, and what is special", () => {
  const friday = new Date("2026-12-11T16:30:00Z"); // Saturday, half past one at night in Tokyo
  const [tokyo, losAngeles] = [createClock()(friday, "ja"), createClock("America/Los_Angeles")(friday, "en")];
  assert.deepEqual([...tokyo.facts], ["night", "sat", "winter", "late", "yearend"]);
  assert.deepEqual([...losAngeles.facts], ["morning", "fri", "winter", "yearend"]);
  assert.equal(tokyo.day - losAngeles.day, 1);
});

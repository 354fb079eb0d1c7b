import { getNextMillis } from "bullmq";
import type { SchemaProblem } from "../schema-problems.ts";
import type { ScheduleSpec } from "./schedule.ts";

interface Repeat {
  readonly pattern: string;
  readonly tz: string;
  readonly startDate?: number;
  readonly endDate?: number;
}

/** The rule as BullMQ takes it. It counts from behind `startDate`, and a tick may be at startAt. */
export function repeatOf({ cron, timeZone, startAt, endAt }: ScheduleSpec): Repeat {
  return {
    pattern: cron,
    tz: timeZone,
    ...(startAt !== undefined && { startDate: Date.parse(startAt) - 1 }),
    ...(endAt !== undefined && { endDate: Date.parse(endAt) }),
  };
}

/**
 * The first tick behind `after`, both in ms since the epoch; undefined: there is none. Throws for a
 * rule that is none.
 */
export function nextTick(spec: ScheduleSpec, after: number): number | undefined {
  return getNextMillis(after, repeatOf(spec));
}

/** What is wrong with the times of a schedule. */
export function timeProblems(spec: ScheduleSpec): readonly SchemaProblem[] {
  const { timeZone, startAt = "", endAt = "" } = spec;
  const problems = Object.entries({ startAt, endAt })
    .filter(([, time]) => time !== "" && Number.isNaN(Date.parse(time)))
    .map(([name]) => ({ path: `/${name}`, message: "must be a date and time that exists" }));
  if (Date.parse(endAt) <= Date.parse(startAt)) problems.push({ path: "/endAt", message: "must be after startAt" });
  if (!isTimeZone(timeZone)) problems.push({ path: "/timeZone", message: "must be an IANA time zone" });
  else if (!isCron(spec.cron, timeZone))
    problems.push({ path: "/cron", message: "must be a cron rule that comes true" });
  return problems;
}

/** Offsets such as +09:00 are no names. */
function isTimeZone(timeZone: string): boolean {
  try {
    return /^[A-Za-z]/.test(timeZone) && new Intl.DateTimeFormat("en", { timeZone }).formatToParts().length > 0;
  } catch {
    return false;
  }
}

/**
 * cron-parser fills fields in that are missing, and draws lots for an H: here, both are mistakes.
 */
function isCron(cron: string, timeZone: string): boolean {
  const fields = cron.trim().split(/\s+/);
  const isWhole = fields.length === 5 || fields.length === 6 || /^@[a-z]+$/.test(cron);
  if (!isWhole || /(^|[\s,])H/.test(cron)) return false;
  try {
    return getNextMillis(Date.now(), { pattern: cron, tz: timeZone }) !== undefined;
  } catch {
    return false;
  }
}

import type { Language, TimeOfDay } from "@guchi/contracts/guchi.ts";

/** When the user spoke, on the clock and the calendar of where the user is. */
export interface Moment {
  readonly timeOfDay: TimeOfDay;
  /** Days since the epoch by that calendar: the difference of two is the nights between them. */
  readonly day: number;
  /** What may be said of it: its time of day, weekday and season, and what is special about it. */
  readonly facts: ReadonlySet<string>;
}

/** Where the users are. */
const JAPAN = "Asia/Tokyo";

const MORNING_FROM_HOUR = 5;
const DAY_FROM_HOUR = 11;
const EVENING_FROM_HOUR = 17;
const NIGHT_FROM_HOUR = 21;

const MS_PER_DAY = 86_400_000;
const WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"];
/** Japan's, by month. */
const SEASONS = "winter winter spring spring spring rainy summer summer autumn autumn autumn winter".split(" ");

/**
 * The moment where the user is. Who writes Japanese is taken to be in Japan; for the others
 * `timeZone` (an IANA name) says where. The function is built once because a DateTimeFormat is slow
 * to make. Throws RangeError on an unknown zone.
 */
export function createClock(timeZone: string = JAPAN): (at: Date, language: Language) => Moment {
  const read = { ja: createReader(JAPAN), en: createReader(timeZone) };
  return (at, language) => momentOf(read[language](at));
}

/** `hour` from 0 to 23. */
export function timeOfDayAt(hour: number): TimeOfDay {
  if (hour < MORNING_FROM_HOUR || hour >= NIGHT_FROM_HOUR) return "night";
  if (hour < DAY_FROM_HOUR) return "morning";
  return hour < EVENING_FROM_HOUR ? "day" : "evening";
}

function momentOf({ year = 0, month = 1, day = 1, hour = 0 }: Readonly<Record<string, number>>): Moment {
  const date = new Date(Date.UTC(year, month - 1, day));
  const timeOfDay = timeOfDayAt(hour);
  const facts = new Set<string>([timeOfDay, WEEKDAYS[date.getUTCDay()] ?? "", SEASONS[month - 1] ?? ""]);
  if (hour < MORNING_FROM_HOUR) facts.add("late");
  if (month === 12 && day > 10) facts.add("yearend");
  return { timeOfDay, day: date.getTime() / MS_PER_DAY, facts };
}

function createReader(timeZone: string): (at: Date) => Readonly<Record<string, number>> {
  const format = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "2-digit",
    hourCycle: "h23",
  });
  return (at) => Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, Number(value)]));
}

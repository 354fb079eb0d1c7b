import type { Language, TimeOfDay } from "@guchi/contracts/guchi.ts";

/** Where the users are. */
const JAPAN = "Asia/Tokyo";

const MORNING_FROM_HOUR = 5;
const DAY_FROM_HOUR = 11;
const EVENING_FROM_HOUR = 17;
const NIGHT_FROM_HOUR = 21;

/**
 * The time of day where the user is. Who writes Japanese is taken to be in Japan; for the others
 * `timeZone` (an IANA name) says where. The function is built once because a DateTimeFormat is slow
 * to make. Throws RangeError on an unknown zone.
 */
export function createClock(timeZone: string = JAPAN): (at: Date, language: Language) => TimeOfDay {
  const hourIn = { ja: createHourReader(JAPAN), en: createHourReader(timeZone) };
  return (at, language) => timeOfDayAt(hourIn[language](at));
}

/** `hour` from 0 to 23. */
export function timeOfDayAt(hour: number): TimeOfDay {
  if (hour < MORNING_FROM_HOUR || hour >= NIGHT_FROM_HOUR) return "night";
  if (hour < DAY_FROM_HOUR) return "morning";
  return hour < EVENING_FROM_HOUR ? "day" : "evening";
}

function createHourReader(timeZone: string): (at: Date) => number {
  const format = new Intl.DateTimeFormat("en-GB", { timeZone, hour: "2-digit", hourCycle: "h23" });
  return (at) => Number(format.format(at));
}

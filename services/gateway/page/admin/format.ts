import type { Language } from "../shared/language.ts";
import { duration, money } from "../job/format.ts";
import type { Format } from "./words/words.ts";

const UNITS = ["B", "KB", "MB", "GB", "TB"] as const;

/** How the pages write numbers and times. Made once: what formats times is slow to make. */
export const FORMATS: Readonly<Record<Language, Format>> = { ja: formatOf("ja"), en: formatOf("en") };

function formatOf(language: Language): Format {
  const today = new Intl.DateTimeFormat(language, {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    hour12: false,
  });
  const other = new Intl.DateTimeFormat(language, {
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hour12: false,
  });
  return {
    duration: (ms) => duration(ms, language),
    money,
    bytes,
    time: (at) => {
      const time = new Date(at);
      const isToday = time.toDateString() === new Date().toDateString();
      return (isToday ? today : other).format(time);
    },
  };
}

function bytes(count: number): string {
  let value = count;
  let unit = 0;
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1_000;
    unit += 1;
  }
  return `${unit === 0 ? value : value.toPrecision(3)} ${UNITS[unit]}`;
}

import type { Language } from "../shared/language.ts";

/** A length of time as people say it. */
export function duration(ms: number, language: Language): string {
  const unit =
    language === "ja" ? { ms: " ミリ秒", s: " 秒", m: " 分", h: " 時間" } : { ms: " ms", s: " s", m: " min", h: " h" };
  const seconds = Math.max(0, ms) / 1_000;
  if (seconds < 0.0995) return `${Math.round(ms)}${unit.ms}`;
  if (seconds < 9.95) return `${seconds.toFixed(seconds < 0.995 ? 2 : 1)}${unit.s}`;
  if (seconds < 90) return `${Math.round(seconds)}${unit.s}`;
  if (seconds < 5_400) return `${Math.round(seconds / 60)}${unit.m}`;
  return `${(seconds / 3_600).toFixed(1)}${unit.h}`;
}

/** A time of this clock; `isExact`: of a day that is known, to the millisecond. */
export function clock(at: string, language: Language, isExact = false): string {
  const options: Intl.DateTimeFormatOptions = isExact
    ? { hour: "2-digit", minute: "2-digit", second: "2-digit", fractionalSecondDigits: 3, hour12: false }
    : { dateStyle: "medium", timeStyle: "medium" };
  return new Intl.DateTimeFormat(language, options).format(new Date(at));
}

/** US dollars; what is spent on one answer may be hundredths of a cent. */
export function money(usd: number): string {
  return `$${usd.toFixed(usd < 0.1 ? 4 : 2)}`;
}

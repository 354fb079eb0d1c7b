const formats = new Map<string, Intl.DateTimeFormat>();

/** The day of a time zone, such as 2026-11-24. */
export function dayOf(timeZone: string, now: Date): string {
  // en-CA writes 2026-11-24. Made once: a DateTimeFormat is slow to make.
  const format = formats.get(timeZone) ?? new Intl.DateTimeFormat("en-CA", { timeZone, dateStyle: "short" });
  formats.set(timeZone, format);
  return format.format(now);
}

/** A length of time: a whole number and its unit, such as `250ms`, `90s`, `10m`, `36h`, `30d`. */
export type Duration = `${number}${Unit}`;
type Unit = keyof typeof MS_OF;

const MS_OF = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
/** The longest one: ten years, in ms. */
const LONGEST_MS = 3_653 * MS_OF.d;

/** In ms. Throws TypeError for what is none, and for more than ten years. */
export function durationMs(duration: Duration): number {
  const [, number = "", unit = ""] = /^(\d{1,12})(ms|s|m|h|d)$/.exec(duration) ?? [];
  const ms = Number(number) * (isUnit(unit) ? MS_OF[unit] : Number.NaN);
  if (number !== "" && ms <= LONGEST_MS) return ms;
  throw new TypeError(`"${duration}" is no duration: write a whole number and ms, s, m, h or d; ten years at most`);
}

function isUnit(text: string): text is Unit {
  return Object.hasOwn(MS_OF, text);
}

import type { TimeOfDay } from "@guchi/contracts/guchi.ts";

/** The light of a time of day, and how it tints the outfit: towards `tint` by `share` (0 to 1). */
interface Light {
  readonly words: string;
  readonly tint: string;
  readonly share: number;
}

export const LIGHTS: Readonly<Record<TimeOfDay, Light>> = {
  morning: { words: "fresh morning light", tint: "#fff4d6", share: 0.1 },
  day: { words: "bright daylight", tint: "#ffffff", share: 0.05 },
  evening: { words: "golden sunset light", tint: "#f2855e", share: 0.08 },
  night: { words: "soft moonlight and tiny warm lamps", tint: "#2c3566", share: 0.08 },
};

export const DARK_HOURS: ReadonlySet<TimeOfDay> = new Set(["evening", "night"]);

import type { TimeOfDay } from "@guchi/contracts/guchi.ts";
import { mix } from "../color.ts";

/** What the time of day does to every colour of a scene. */
export interface Light {
  /** Sky from top to horizon. */
  readonly sky: readonly [string, string, string];
  readonly cloud: string;
  /** Colour of the glow behind her and of small floating lights. */
  readonly glow: string;
  /** Lamps and windows are on. */
  readonly dark: boolean;
  /** What stands in the sky, and in a window. */
  readonly moon: boolean;
  /** A thing's own colour, given as it is at noon, as it looks in this light. */
  tone(color: string): string;
  /** Colour of a window pane: lit in the dark, a reflection of the sky otherwise. */
  readonly pane: string;
}

/** The light of each time of day. */
export const LIGHTS: Readonly<Record<TimeOfDay, Light>> = {
  morning: light(["#9fd8ff", "#d8ecff", "#ffe3cf"], "#fffaf5", "#fff3c4", "#ffd2b8", 0.16),
  day: light(["#46aef7", "#93d5ff", "#dcf5ff"], "#ffffff", "#ffffff", "#ffffff", 0.04),
  evening: light(["#7d5fb8", "#f58aa0", "#ffc27a"], "#ffc9b5", "#ffe0a3", "#d0527c", 0.24, "#ffe9a8"),
  night: light(["#171a4f", "#39348a", "#7d5bb5"], "#5a55a8", "#c9b3ff", "#27237a", 0.46, "#ffe08a", true),
};

/**
 * The same hour indoors: a lamp is on when it is dark, so a room is warm and never as dark as the
 * street.
 */
export function indoors(outside: Light): Light {
  const [ambient, strength] = outside.moon ? (["#6a3f8f", 0.26] as const) : (["#f08a5a", 0.14] as const);
  return outside.dark ? { ...outside, glow: "#ffe6b0", tone: (color) => mix(color, ambient, strength) } : outside;
}

function light(
  sky: Light["sky"],
  cloud: string,
  glow: string,
  ambient: string,
  strength: number,
  lamp?: string,
  moon = false,
): Light {
  return {
    sky,
    cloud,
    glow,
    dark: lamp !== undefined,
    moon,
    tone: (color) => mix(color, ambient, strength),
    pane: lamp ?? mix(sky[1], "#ffffff", 0.35),
  };
}

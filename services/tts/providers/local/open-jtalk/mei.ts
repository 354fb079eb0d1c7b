import type { Mood } from "@guchi/contracts/guchi.ts";

/** One of Mei's voice files and how it is spoken with. */
export interface Manner {
  readonly voice: "normal" | "happy" | "sad" | "angry" | "bashful";
  /** Times the voice's own speed. */
  readonly rate: number;
  readonly gainDb: number;
}

/**
 * Sad, angry and bashful were recorded slowly (about 3 morae a second, normal 5.5) and so loud that
 * they clip.
 */
const SLOW_AND_LOUD_DB = -4;

/** How she speaks to who feels so: with them, never at them. */
export const MANNERS: Readonly<Record<Mood, Manner>> = {
  tired: { voice: "sad", rate: 1.55, gainDb: SLOW_AND_LOUD_DB },
  sad: { voice: "sad", rate: 1.5, gainDb: SLOW_AND_LOUD_DB },
  lonely: { voice: "sad", rate: 1.55, gainDb: SLOW_AND_LOUD_DB },
  anxious: { voice: "bashful", rate: 1.55, gainDb: SLOW_AND_LOUD_DB },
  frustrated: { voice: "normal", rate: 1.08, gainDb: 0 },
  angry: { voice: "angry", rate: 1.7, gainDb: SLOW_AND_LOUD_DB },
  bored: { voice: "happy", rate: 1.15, gainDb: 0 },
};

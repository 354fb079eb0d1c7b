import type { Mood } from "@guchi/contracts/guchi.ts";

/**
 * In dB. Sad, angry and bashful were recorded so loud that they clip; the loudness is mended later.
 */
export const GAIN_DB = -9;

/**
 * One of Mei's voice files, and how many times its own speed; three of them were recorded slowly.
 */
export interface Manner {
  readonly voice: "normal" | "happy" | "sad" | "angry" | "bashful";
  readonly rate: number;
}

/** How she speaks to who feels so: with them, never at them. */
export const MANNERS: Readonly<Record<Mood, Manner>> = {
  tired: { voice: "sad", rate: 1.55 },
  sad: { voice: "sad", rate: 1.5 },
  lonely: { voice: "sad", rate: 1.55 },
  anxious: { voice: "bashful", rate: 1.55 },
  frustrated: { voice: "normal", rate: 1.08 },
  angry: { voice: "angry", rate: 1.7 },
  bored: { voice: "happy", rate: 1.15 },
};

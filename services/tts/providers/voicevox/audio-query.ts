import type { Mood } from "@guchi/contracts/guchi.ts";
import Type, { type Static } from "typebox";

/**
 * What VOICEVOX made of a text: accents and lengths, which go back as they came, and how to speak
 * it, which is ours.
 */
export const AudioQuery = Type.Object({
  accent_phrases: Type.Array(Type.Object({})),
  speedScale: Type.Number(),
  pitchScale: Type.Number(),
  intonationScale: Type.Number(),
  outputSamplingRate: Type.Optional(Type.Number()),
  outputStereo: Type.Optional(Type.Boolean()),
});
export type AudioQuery = Static<typeof AudioQuery>;

/** A rate of MPEG-2 layer III, and what the voices are made at. */
const SAMPLE_RATE_HZ = 24_000;

/** Speed as a factor, pitch as a sum (its sane range is -0.15 to 0.15), liveliness as a factor. */
const DELIVERY: Readonly<Record<Mood, { speed: number; pitch: number; intonation: number }>> = {
  tired: { speed: 0.94, pitch: -0.02, intonation: 0.95 },
  sad: { speed: 0.93, pitch: -0.03, intonation: 0.9 },
  lonely: { speed: 0.95, pitch: -0.01, intonation: 1 },
  anxious: { speed: 0.96, pitch: -0.01, intonation: 1 },
  frustrated: { speed: 1, pitch: 0, intonation: 1.1 },
  angry: { speed: 1, pitch: 0, intonation: 1.15 },
  bored: { speed: 1.05, pitch: 0.02, intonation: 1.2 },
};

/** The query, spoken as one speaks to who feels so, in one channel. */
export function inMood(query: AudioQuery, mood: Mood): AudioQuery {
  const { speed, pitch, intonation } = DELIVERY[mood];
  return {
    ...query,
    speedScale: query.speedScale * speed,
    pitchScale: query.pitchScale + pitch,
    intonationScale: query.intonationScale * intonation,
    outputSamplingRate: SAMPLE_RATE_HZ,
    outputStereo: false,
  };
}

import { applyBiquad, highPass, highShelf, lowPass } from "./biquad.ts";
import { evenLoudness, fromDb } from "../../sound/loudness.ts";
import type { Pcm } from "../../sound/pcm.ts";

/** Below her voice: only rumble and a constant offset are there. */
const RUMBLE_HZ = 90;
/** Where espeak's sibilants and its upper formants hiss. */
const HARSH_HZ = 4_500;
const HARSH_DB = -5;
const AIR_HZ = 8_500;

const SILENCE_DBFS = -50;
const LEAD_MS = 80;
const TAIL_MS = 220;
const FADE_IN_MS = 8;
const FADE_OUT_MS = 60;

/**
 * Makes espeak's raw sound kinder to the ear: softer highs, an even loudness, no clipping, no click
 * at the ends.
 */
export function polish({ samples, sampleRateHz }: Pcm): Pcm {
  const sound = trimSilence(samples, sampleRateHz);
  const filters = [
    highPass(RUMBLE_HZ, sampleRateHz),
    highShelf(HARSH_HZ, HARSH_DB, sampleRateHz),
    lowPass(AIR_HZ, sampleRateHz),
  ];
  for (const filter of filters) applyBiquad(filter, sound);
  evenLoudness(sound, sampleRateHz);
  fade(sound, sampleRateHz);
  return { samples: sound, sampleRateHz };
}

/** A copy without the long silence at either end. */
function trimSilence(samples: Float32Array, sampleRateHz: number): Float32Array {
  const threshold = fromDb(SILENCE_DBFS);
  const audible = (sample: number) => Math.abs(sample) > threshold;
  const first = Math.max(0, samples.findIndex(audible));
  const last = samples.findLastIndex(audible);
  const start = Math.max(0, first - toSamples(LEAD_MS, sampleRateHz));
  return samples.slice(start, last + 1 + toSamples(TAIL_MS, sampleRateHz));
}

function fade(samples: Float32Array, sampleRateHz: number): void {
  const fadeIn = toSamples(FADE_IN_MS, sampleRateHz);
  const fadeOut = toSamples(FADE_OUT_MS, sampleRateHz);
  for (const [i, sample] of samples.entries()) {
    samples[i] = sample * Math.min(1, i / fadeIn, (samples.length - 1 - i) / fadeOut);
  }
}

function toSamples(ms: number, sampleRateHz: number): number {
  return Math.round((ms * sampleRateHz) / 1_000);
}

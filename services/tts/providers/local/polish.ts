import { applyBiquad, highPass, highShelf, lowPass } from "./biquad.ts";
import { amplify, fromDb, speechRms } from "./loudness.ts";
import type { Pcm } from "./wav.ts";

/** Below her voice: only rumble and a constant offset are there. */
const RUMBLE_HZ = 90;
/** Where espeak's sibilants and its upper formants hiss. */
const HARSH_HZ = 4_500;
const HARSH_DB = -5;
const AIR_HZ = 8_500;

/** About as loud as other voice messages; measured over speech without its pauses. */
const SPEECH_RMS_DBFS = -15.5;
/** Decoded, the mp3 peaks within 0.3 dB of this: clearly under full scale, where phones begin to clip. */
const PEAK_DBFS = -1.2;

const SILENCE_DBFS = -50;
const LEAD_MS = 80;
const TAIL_MS = 220;
const FADE_IN_MS = 8;
const FADE_OUT_MS = 60;

/** Makes espeak's raw sound kinder to the ear: softer highs, an even loudness, no clipping, no click at the ends. */
export function polish({ samples, sampleRateHz }: Pcm): Pcm {
  const sound = trimSilence(samples, sampleRateHz);
  const filters = [
    highPass(RUMBLE_HZ, sampleRateHz),
    highShelf(HARSH_HZ, HARSH_DB, sampleRateHz),
    lowPass(AIR_HZ, sampleRateHz),
  ];
  for (const filter of filters) applyBiquad(filter, sound);
  const rms = speechRms(sound, sampleRateHz);
  if (rms > 0) amplify(sound, fromDb(SPEECH_RMS_DBFS) / rms, fromDb(PEAK_DBFS), sampleRateHz);
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

import { setImmediate as otherWork } from "node:timers/promises";
import { applyBiquad, highPass } from "./biquad.ts";
import { encodeMp3 } from "./encode-mp3.ts";
import { evenLoudness, fromDb } from "./loudness.ts";
import type { Pcm } from "./pcm.ts";

/** Below her voice: only rumble and a constant offset are there. */
const RUMBLE_HZ = 90;

const SILENCE_DBFS = -50;
const LEAD_MS = 80;
const TAIL_MS = 220;
const FADE_IN_MS = 8;
const FADE_OUT_MS = 60;

/** What a local engine spoke as the mp3 file that is sent. Throws the signal's reason. */
export async function polishedMp3(sound: Pcm, signal?: AbortSignal): Promise<Uint8Array<ArrayBuffer>> {
  await otherWork();
  const polished = polish(sound);
  await otherWork();
  return encodeMp3(polished, signal);
}

/**
 * An engine's raw sound without rumble or long silence, in an even loudness, with no clipping and
 * no click at the ends.
 */
export function polish({ samples, sampleRateHz }: Pcm): Pcm {
  const sound = trimSilence(samples, sampleRateHz);
  applyBiquad(highPass(RUMBLE_HZ, sampleRateHz), sound);
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
  for (let i = 0; i < samples.length; i += 1) {
    samples[i] = (samples[i] ?? 0) * Math.min(1, i / fadeIn, (samples.length - 1 - i) / fadeOut);
  }
}

function toSamples(ms: number, sampleRateHz: number): number {
  return Math.round((ms * sampleRateHz) / 1_000);
}

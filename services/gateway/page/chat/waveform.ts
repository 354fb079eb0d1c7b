/** So many bars. */
export const BARS = 40;
/** What is decoded here is only looked at. */
const SAMPLES_PER_SECOND = 8_000;
const HIGHEST = 9;

/** How loud the sound is, from its begin to its end: a digit for each bar. Rejects without it. */
export async function peaksOf(url: string): Promise<string> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`The sound answered ${response.status}`);
  const context = new OfflineAudioContext(1, 1, SAMPLES_PER_SECOND);
  const sound = await context.decodeAudioData(await response.arrayBuffer());
  return barsOf(sound.getChannelData(0));
}

/** Pure. The loudest bar is 9. */
export function barsOf(samples: Float32Array): string {
  const size = Math.ceil(samples.length / BARS);
  const loudness = Array.from({ length: BARS }, (_, at) => {
    const part = samples.subarray(at * size, (at + 1) * size);
    return Math.sqrt(part.reduce((sum, sample) => sum + sample * sample, 0) / Math.max(1, part.length));
  });
  const loudest = Math.max(...loudness, Number.EPSILON);
  return loudness.map((level) => Math.round((level / loudest) * HIGHEST)).join("");
}

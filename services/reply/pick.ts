import { crc32 } from "node:zlib";

/**
 * One of the sentences, the same one each time for the same job. Throws TypeError when there is
 * none.
 */
export function pickFor(jobId: string, sentences: readonly string[]): string {
  const sentence = sentences[crc32(jobId) % sentences.length];
  if (sentence === undefined) throw new TypeError("There are no sentences to choose from.");
  return sentence;
}

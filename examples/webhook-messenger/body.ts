import { fits } from "@guchi/chain/schema.ts";
import { ReplyResult } from "@guchi/contracts/guchi.ts";

/** What a receiver is told: the job, and its output, with URLs in place of media keys. */
export function bodyOf(job: string, output: unknown, mediaUrl: (key: string) => string): object {
  if (output === undefined) return { job, failed: true };
  if (!fits(ReplyResult, output)) return { job, output };
  const { image, audio, ...rest } = output;
  return {
    job,
    output: {
      ...rest,
      ...(image && { image: { url: mediaUrl(image.key), previewUrl: mediaUrl(image.previewKey) } }),
      ...(audio && { audio: { url: mediaUrl(audio.key), durationMs: audio.durationMs } }),
    },
  };
}

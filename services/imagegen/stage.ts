import { defineStage } from "@guchi/chain/stage.ts";
import { imagegen } from "@guchi/contracts/stage-contracts.ts";
import { StageError } from "@guchi/chain/errors.ts";
import { type MediaStore, newMediaKey } from "@guchi/platform/media/store.ts";
import { afterPaying } from "@guchi/providers/after-paying.ts";
import type { Budget } from "@guchi/providers/budget.ts";
import { answerWithinBudget } from "@guchi/providers/within-budget.ts";
import { toJpegs } from "./jpeg.ts";
import type { ImageProvider } from "./providers/provider.ts";
import type { ImagegenSettings } from "./settings.ts";

/**
 * Time for the longest IMAGEGEN_CALL_TIMEOUT (100 s) twice, since a refusal may come late and
 * softer words then take as long, and for the local engine after that. A limit that cuts the
 * second call off would let the next attempt pay again.
 */
const TIME_LIMIT_MS = 220_000;

interface ImagegenDependencies {
  /** Asked in this order until one draws. */
  readonly providers: readonly ImageProvider[];
  /** Draws when the limits of the day forbid a paid picture. */
  readonly local: ImageProvider;
  readonly media: MediaStore;
  /** Undefined where nothing is limited. */
  readonly budget?: Budget | undefined;
  /** Longest wait for the local engine's turn, in ms. Default: none. */
  readonly localWaitMs?: number;
  /**
   * The picture for a message that is not clearly a complaint. Default: paid, as for a complaint.
   */
  readonly unclear?: ImagegenSettings["UNCLEAR_PICTURES"];
}

/**
 * Makes the picture of the idol with her words, and keeps it with its preview in the media store.
 * Only the answer to a clear complaint may cost a paid picture; what others get, `unclear` says.
 */
export function createImagegenStage({ unclear = "paid", localWaitMs = 0, ...dependencies }: ImagegenDependencies) {
  const { providers, local, media, budget } = dependencies;
  return defineStage(imagegen, {
    retry: { attempts: 3, backoffMs: 1_000, maxBackoffMs: 60_000 },
    timeoutMs: TIME_LIMIT_MS + localWaitMs,
    async run({ picture, user, isForComplaint = true, isOverLimit = false }, context) {
      const { jobId, signal } = context;
      if (isOverLimit) return { wanted: false as const, notice: "daily_images" as const };
      if (!isForComplaint && unclear === "none") return { wanted: false as const };
      const asked = isForComplaint || unclear === "paid" ? providers : [local];
      // Decoding belongs to the asking: a provider whose answer is no picture has not answered, and
      // the next one is asked.
      const spending = { partBudget: budget?.partBudget({ picture: true, user }), freeProvider: local };
      const answered = await answerWithinBudget(asked, context, spending, async (each, call) =>
        toJpegs(await each.render({ picture, seed: jobId, user }, call)),
      );
      signal.throwIfAborted();
      const { provider, notice } = answered;
      const { original, preview } = answered.answer;
      const key = newMediaKey(jobId, "image", "jpg");
      const previewKey = newMediaKey(jobId, "preview", "jpg");
      await afterPaying(answered, signal, () =>
        keep(media, [
          [key, original.bytes],
          [previewKey, preview.bytes],
        ]),
      );
      return {
        key,
        previewKey,
        contentType: "image/jpeg" as const,
        width: original.width,
        height: original.height,
        bytes: original.bytes.length,
        provider,
        ...(notice !== undefined && { notice }),
      };
    },
  });
}

async function keep(media: MediaStore, files: readonly (readonly [key: string, bytes: Uint8Array])[]): Promise<void> {
  try {
    await Promise.all(files.map(([key, bytes]) => media.put(key, bytes)));
  } catch (cause) {
    throw new StageError("The picture could not be kept.", { code: "media_unavailable", class: "transient", cause });
  }
}

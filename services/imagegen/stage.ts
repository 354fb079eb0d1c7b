import { defineStage, type StageContext } from "@guchi/chain/stage.ts";
import type { Picture, Poster } from "@guchi/contracts/picture.ts";
import { imagegen } from "@guchi/contracts/stage-contracts.ts";
import { StageError } from "@guchi/chain/errors.ts";
import { type MediaStore, newMediaKey } from "@guchi/platform/media/store.ts";
import { afterPaying } from "@guchi/providers/after-paying.ts";
import type { Budget } from "@guchi/providers/budget.ts";
import { firstToAnswer } from "@guchi/providers/first-to-answer.ts";
import { answerWithinBudget, type AnsweredWithin } from "@guchi/providers/within-budget.ts";
import { toJpegs, type JpegPair } from "./jpeg.ts";
import type { ImageProvider, LocalImage } from "./providers/provider.ts";
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
  /** Draws cards of films, and when the limits of the day forbid a paid picture. */
  readonly local: LocalImage;
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
 * Makes the picture of the idol with her words, or the card of a film, and keeps it with its
 * preview in the media store. Only the answer to a clear complaint may cost a paid picture; what
 * others get, `unclear` says. A card is drawn here and costs nothing.
 */
export function createImagegenStage({ unclear = "paid", localWaitMs = 0, ...dependencies }: ImagegenDependencies) {
  const { providers, local, media, budget } = dependencies;

  // Decoding belongs to the asking: a provider whose answer is no picture has not answered, and
  // the next one is asked.
  function drawPoster(picture: Poster, context: StageContext): Promise<AnsweredWithin<JpegPair>> {
    const request = { picture, seed: context.jobId };
    return firstToAnswer([local], context, async (each, call) => toJpegs(await each.render(request, call)));
  }

  function drawIdol(
    {
      picture,
      user,
      isFree,
    }: { readonly picture: Picture; readonly user: string | undefined; readonly isFree: boolean },
    context: StageContext,
  ): Promise<AnsweredWithin<JpegPair>> {
    const asked: readonly ImageProvider[] = isFree ? [local] : providers;
    const spending = { partBudget: budget?.partBudget({ picture: true, user }), freeProvider: local };
    const request = { picture, seed: context.jobId, user };
    return answerWithinBudget(asked, context, spending, async (each, call) =>
      toJpegs(await each.render(request, call)),
    );
  }

  return defineStage(imagegen, {
    retry: { attempts: 3, backoffMs: 1_000, maxBackoffMs: 60_000 },
    timeoutMs: TIME_LIMIT_MS + localWaitMs,
    async run({ picture, user, isForComplaint = true, isOverLimit = false }, context) {
      const { jobId, signal } = context;
      if (isOverLimit) return { wanted: false as const, notice: "daily_images" as const };
      const isPoster = "title" in picture;
      if (!isPoster && !isForComplaint && unclear === "none") return { wanted: false as const };
      const isFree = !isForComplaint && unclear !== "paid";
      const answered = await (isPoster ? drawPoster(picture, context) : drawIdol({ picture, user, isFree }, context));
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

import Type from "typebox";
import { defineStage } from "@guchi/shared/chain/stage.ts";
import { ImageResult, PersonaResult } from "@guchi/shared/contracts/guchi.ts";
import { StageError } from "@guchi/shared/errors.ts";
import { type MediaStore, newMediaKey } from "@guchi/shared/media/store.ts";
import { firstToAnswer } from "@guchi/shared/providers/first-to-answer.ts";
import { toJpegs } from "./jpeg.ts";
import type { ImageProvider } from "./providers/provider.ts";

const ImagegenInput = Type.Object({ persona: PersonaResult });

/** Makes the picture of the idol who says the persona's message, and keeps it with its preview in the media store. */
export function createImagegenStage({
  providers,
  media,
}: {
  readonly providers: readonly ImageProvider[];
  readonly media: MediaStore;
}) {
  return defineStage({
    name: "imagegen",
    input: ImagegenInput,
    output: ImageResult,
    retry: { attempts: 3, backoffMs: 1_000, maxBackoffMs: 60_000 },
    timeoutMs: 120_000,
    concurrency: 2,
    async run({ persona }, context) {
      const { jobId, signal } = context;
      // Decoding belongs to the asking: a provider whose answer is no picture has not answered, and the next one is asked.
      const { provider, answer } = await firstToAnswer(providers, context, async (each) =>
        toJpegs(await each.render({ persona, seed: jobId }, signal)),
      );
      signal.throwIfAborted();
      const { original, preview } = answer;
      const key = newMediaKey(jobId, "image", "jpg");
      const previewKey = newMediaKey(jobId, "preview", "jpg");
      await keep(media, [
        [key, original.bytes],
        [previewKey, preview.bytes],
      ]);
      return {
        key,
        previewKey,
        contentType: "image/jpeg" as const,
        width: original.width,
        height: original.height,
        bytes: original.bytes.length,
        provider,
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

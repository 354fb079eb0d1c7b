import { checkOpenAi } from "@guchi/providers/check.ts";
import { ProviderError } from "@guchi/providers/failure.ts";
import { askOpenAi } from "@guchi/providers/openai.ts";
import { safetyIdentifier } from "@guchi/providers/safety-identifier.ts";
import type { OpenAI } from "openai";
import sharp from "sharp";
import { drawCaption } from "./openai/caption.ts";
import { pictureOf } from "./openai/picture.ts";
import { promptFor } from "./openai/prompt.ts";
import type { ImageProvider } from "./provider.ts";
import type { ImagegenSettings } from "../settings.ts";

const NAME = "openai";
const SIZE = "1024x1024";

type Settings = Pick<
  ImagegenSettings,
  | "OPENAI_API_KEY"
  | "OPENAI_BASE_URL"
  | "OPENAI_IMAGE_MODEL"
  | "OPENAI_IMAGE_QUALITY"
  | "OPENAI_IMAGE_PRICE_USD"
  | "IMAGEGEN_CALL_TIMEOUT"
>;

/**
 * OpenAI's image models: a drawn picture of her, over which our own renderer writes her words,
 * since image models misspell Japanese. The prompt holds nothing but our words for the look that
 * the persona stage chose; of the user a hash is sent. When the safety system declines it, a
 * plainer one is tried once.
 */
export function createOpenAiImage(client: OpenAI, settings: Settings): ImageProvider {
  return {
    name: NAME,
    model: settings.OPENAI_IMAGE_MODEL,
    callTimeoutMs: settings.IMAGEGEN_CALL_TIMEOUT * 1_000,
    check: checkOpenAi(NAME, settings),
    rephrases: true,
    async render({ picture, user }, { signal, pay, softer }) {
      const prompt = promptFor(picture.look, { softer });
      const { outfitColor, scene } = picture.look;
      signal.throwIfAborted();
      await pay(settings.OPENAI_IMAGE_PRICE_USD);
      const answer = await askOpenAi(NAME, () =>
        client.images.generate(
          {
            model: settings.OPENAI_IMAGE_MODEL,
            prompt,
            size: SIZE,
            quality: settings.OPENAI_IMAGE_QUALITY,
            output_format: "jpeg",
            moderation: "auto",
            ...safetyIdentifier(user),
          },
          { signal },
        ),
      );
      const drawn = await pictureOf(answer);
      if (drawn === undefined) throw new ProviderError("broken_answer", NAME);
      signal.throwIfAborted();
      return sharp(drawn)
        .composite([{ input: await drawCaption(picture.message, outfitColor, { plain: scene === "quiet" }) }])
        .png({ compressionLevel: 1 })
        .toBuffer();
    },
  };
}

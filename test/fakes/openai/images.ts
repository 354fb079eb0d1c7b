import sharp from "sharp";
import { isModel } from "./models.ts";
import { ApiRefusal, must, onlyKnown, type FakeRoute } from "./route.ts";

/**
 * What GPT image models take, by openai 7's own types. `response_format` and `style` were for
 * DALL·E, and are refused.
 */
const KNOWN = [
  "model",
  "prompt",
  "n",
  "size",
  "quality",
  "background",
  "complexity",
  "moderation",
  "output_format",
  "output_compression",
  "partial_images",
  "safety_identifier",
  "stream",
  "user",
];
const MAX_PROMPT_CHARACTERS = 32_000;
/** A word that makes the fake's safety system decline a prompt. */
const UNSAFE = /FLAG-UNSAFE/;

/** POST /v1/images/generations */
export const images: FakeRoute = {
  name: "images",
  method: "POST",
  path: "/images/generations",
  async answer({ body }) {
    const asked = body as Record<string, unknown>;
    onlyKnown(asked, KNOWN);
    const { model, prompt, n = 1, size = "auto", quality = "auto", output_format: format = "png", moderation } = asked;
    must(typeof model === "string" && model !== "", "model", "must be a string");
    if (!isModel(model)) {
      throw new ApiRefusal(404, `The model '${model}' does not exist.`, { code: "model_not_found", param: "model" });
    }
    must(model.startsWith("gpt-image-"), "model", "does not make pictures");
    must(typeof prompt === "string" && prompt !== "", "prompt", "must be a string");
    must(prompt.length <= MAX_PROMPT_CHARACTERS, "prompt", `must have at most ${MAX_PROMPT_CHARACTERS} characters`);
    must(n === 1, "n", "the fake makes one picture");
    must(["low", "medium", "high", "xhigh", "max", "auto"].includes(String(quality)), "quality", "is not known");
    must(format === "png" || format === "jpeg" || format === "webp", "output_format", "must be png, jpeg or webp");
    must(moderation === undefined || moderation === "auto" || moderation === "low", "moderation", "is not known");
    const transparent = asked["background"] === "transparent";
    must(!transparent || format !== "jpeg", "background", "needs output_format png or webp");
    const compressed = asked["output_compression"] !== undefined;
    must(!compressed || format !== "png", "output_compression", "needs output_format jpeg or webp");
    const { width, height } = sizeOf(String(size));
    if (UNSAFE.test(prompt)) {
      throw new ApiRefusal(400, "Your request was rejected by the safety system.", { code: "moderation_blocked" });
    }
    const b64_json = (await paint(prompt, { width, height, format })).toString("base64");
    return {
      status: 200,
      body: { created: 1_790_000_000, data: [{ b64_json }], output_format: format, size: `${width}x${height}` },
    };
  },
};

/** The body of an answer that holds these bytes. */
export function imagesAnswer(bytes: Uint8Array): object {
  return { created: 1_790_000_000, data: [{ b64_json: Buffer.from(bytes).toString("base64") }] };
}

function sizeOf(size: string): { readonly width: number; readonly height: number } {
  if (size === "auto") return { width: 1_024, height: 1_024 };
  const [, width, height] = /^(\d{2,4})x(\d{2,4})$/.exec(size) ?? [];
  const known = { width: Number(width), height: Number(height) };
  must(known.width % 16 === 0 && known.height % 16 === 0, "size", "must be WIDTHxHEIGHT, both divisible by 16");
  const [short, long] = [Math.min(known.width, known.height), Math.max(known.width, known.height)];
  must(long <= 3 * short, "size", "must be between 1:3 and 3:1");
  must(long <= 3_840 && short <= 2_160, "size", "must be at most 3840x2160");
  return known;
}

/** One colour for each prompt: the same prompt gives the same picture, others another one. */
function paint(
  prompt: string,
  {
    width,
    height,
    format,
  }: { readonly width: number; readonly height: number; readonly format: "png" | "jpeg" | "webp" },
): Promise<Buffer> {
  const tone = Buffer.from(prompt).reduce((sum, byte) => (sum * 31 + byte) % 0xffffff, 7);
  const background = { r: tone >> 16, g: (tone >> 8) & 0xff, b: tone & 0xff };
  return sharp({ create: { width, height, channels: 3, background } })
    .toFormat(format)
    .toBuffer();
}

import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import sharp from "sharp";
import { startFakeOpenAi, type FakeOpenAi } from "./server.ts";

const good = { model: "gpt-image-2.5-flare", prompt: "an idol", size: "1024x1024", output_format: "jpeg" };

describe("the fake OpenAI's pictures", () => {
  let fake: FakeOpenAi;
  before(async () => {
    fake = await startFakeOpenAi();
  });
  after(() => fake.close());

  const ask = (changes: object) =>
    fetch(`${fake.url}/images/generations`, {
      method: "POST",
      headers: { authorization: `Bearer ${fake.apiKey}`, "content-type": "application/json" },
      body: JSON.stringify({ ...good, ...changes }),
    });

  it("are of the size and the type that was asked for, as base64, and differ by prompt", async () => {
    const pictures = await Promise.all(["one", "two"].map(async (prompt) => bytesOf(await ask({ prompt }))));
    for (const picture of pictures) {
      const { format, width, height } = await sharp(picture).metadata();
      assert.deepEqual([format, width, height], ["jpeg", 1_024, 1_024]);
    }
    assert.notDeepEqual(pictures[0], pictures[1]);
    const wide = await sharp(await bytesOf(await ask({ size: "1536x864", output_format: "webp" }))).metadata();
    assert.deepEqual([wide.format, wide.width, wide.height], ["webp", 1_536, 864]);
  });

  const refused: readonly (readonly [what: string, changes: object, status: number, code: string])[] = [
    ["response_format, which was DALL·E's", { response_format: "b64_json" }, 400, "unknown_parameter"],
    ["style, which was DALL·E's", { style: "vivid" }, 400, "unknown_parameter"],
    ["a quality that was DALL·E's", { quality: "hd" }, 400, "invalid_value"],
    ["a model that was shut down", { model: "gpt-image-1" }, 404, "model_not_found"],
    ["a model that writes", { model: "gpt-6-luna" }, 400, "invalid_value"],
    ["no model", { model: undefined }, 400, "invalid_value"],
    ["no prompt", { prompt: "" }, 400, "invalid_value"],
    ["a prompt that is too long", { prompt: "a".repeat(32_001) }, 400, "invalid_value"],
    ["a type that it does not make", { output_format: "bmp" }, 400, "invalid_value"],
    ["a moderation that it does not know", { moderation: "off" }, 400, "invalid_value"],
    ["a size that is not divisible by 16", { size: "1000x1000" }, 400, "invalid_value"],
    ["a picture four times as wide as high", { size: "2048x512" }, 400, "invalid_value"],
    ["a picture larger than the largest", { size: "3840x2400" }, 400, "invalid_value"],
    ["transparency in a JPEG", { background: "transparent" }, 400, "invalid_value"],
    ["compression of a PNG", { output_format: "png", output_compression: 50 }, 400, "invalid_value"],
    ["what its safety system declines", { prompt: "FLAG-UNSAFE" }, 400, "moderation_blocked"],
  ];
  for (const [what, changes, status, code] of refused) {
    it(`refuse ${what}`, async () => {
      const response = await ask(changes);
      const { error } = (await response.json()) as { error: { code: string } };
      assert.deepEqual([response.status, error.code], [status, code]);
    });
  }

  it("take the longest prompt", async () => {
    assert.equal((await ask({ prompt: "あ".repeat(32_000) })).status, 200);
  });
});

async function bytesOf(response: Response): Promise<Buffer> {
  assert.equal(response.status, 200);
  const { data } = (await response.json()) as { data: { b64_json: string }[] };
  return Buffer.from(data[0]?.b64_json ?? "", "base64");
}

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { testAnyProvider } from "@guchi/providers/testing/provider.suite.ts";
import { testCall } from "@guchi/providers/testing/stage-context.ts";
import sharp from "sharp";
import { personaSays } from "@guchi/contracts/testing/persona.ts";
import type { ImageProvider } from "./provider.ts";

/** What the stage relies on, whichever engine draws. Every provider's test runs it. */
export function testImageProvider(name: string, create: () => ImageProvider): void {
  describe(`${name} as an image provider`, () => {
    const draw = (message: string) => create().render({ picture: personaSays(message), seed: "job" }, testCall());

    for (const message of [
      "♪",
      "今日も一日おつかれさま！",
      "よくがんばったね。".repeat(26),
      "You did so well today.",
    ]) {
      it(`draws a whole picture of at least 1024x1024 with ${message.length} characters`, async () => {
        const bytes = await draw(message);
        const { width, height } = await sharp(bytes).metadata();
        assert.ok(width >= 1_024 && height >= 1_024);
        assert.ok((await sharp(bytes).stats()).isOpaque);
      });
    }

    it("writes what she says into it", async () => {
      const [one, two] = await Promise.all([draw("おつかれさま"), draw("だいじょうぶ")]);
      assert.ok((await difference(one, two)) > 1_000, "both messages look alike");
    });

    testAnyProvider(create, (provider, call) => provider.render({ picture: personaSays("あ"), seed: "job" }, call));
  });
}

/** Values of pixels that differ to the eye. */
async function difference(one: Uint8Array, two: Uint8Array): Promise<number> {
  const [a, b] = [await pixelsOf(one), await pixelsOf(two)];
  return a.reduce((count, value, at) => count + (Math.abs(value - (b[at] ?? 0)) > 10 ? 1 : 0), 0);
}

function pixelsOf(picture: Uint8Array): Promise<Buffer> {
  return sharp(picture).removeAlpha().raw().toBuffer();
}

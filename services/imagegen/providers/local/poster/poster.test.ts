import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Motif, PosterTone, type Poster } from "@guchi/contracts/picture.ts";
import { testCall } from "@guchi/providers/testing/stage-context.ts";
import sharp from "sharp";
import { createLocalImage } from "../../local.ts";
import { drawPoster } from "./poster.ts";

const poster: Poster = {
  title: "プレデター",
  otherTitle: "Predator",
  year: 1987,
  about: "アメリカ · アクション / SF · 107分",
  line: "緑の闇の中で、見えない狩人が屈強な男たちを追いつめていく。",
  label: "まさかの正反対！",
  motifs: ["burst", "rocket", "eye"],
  tone: "vivid",
};

describe("the card of a film", () => {
  it("is a whole picture of 1024x1024, the same for the same job, in every tone and with every motif", async () => {
    const local = createLocalImage();
    const tones: readonly Poster["tone"][] = PosterTone.enum;
    const motifs: readonly Poster["motifs"][number][] = Motif.enum;
    const all = [
      ...tones.map((tone) => ({ ...poster, tone })),
      ...motifs.map((motif) => ({ ...poster, motifs: [motif] })),
    ];
    const drawn = new Set<string>();
    for (const picture of all) {
      const { back, front } = drawPoster(picture, "job");
      drawn.add(back + front);
      assert.deepEqual(drawPoster(picture, "job"), { back, front });
    }
    assert.equal(drawn.size, all.length);
    const { width, height } = await sharp(await local.render({ picture: poster, seed: "job" }, testCall())).metadata();
    assert.deepEqual([width, height], [1_024, 1_024]);
  });

  it("takes the longest texts that it may hold, and what no font can draw", () => {
    const long = {
      title: "長".repeat(200),
      otherTitle: "W".repeat(200),
      about: "W".repeat(120),
      line: "長".repeat(300),
    };
    for (const different of [long, { title: "🎬", label: "🎬", line: "\u200b" }]) {
      assert.match(drawPoster({ ...poster, ...different }, "job").front, /<path/);
    }
  });
});

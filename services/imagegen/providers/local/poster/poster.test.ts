import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Motif, PosterTone, type Poster } from "@guchi/contracts/picture.ts";
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
  it("is the same for the same job, and another one in every tone and with every motif", () => {
    const tones: readonly Poster["tone"][] = PosterTone.enum;
    const motifs: readonly Poster["motifs"][number][] = Motif.enum;
    const all = [...tones.map((tone) => ({ tone })), ...motifs.map((motif) => ({ motifs: [motif] }))];
    const drawn = new Set<string>();
    for (const different of all) {
      const picture = { ...poster, ...different };
      const { back, front } = drawPoster(picture, "job");
      drawn.add(back + front);
      assert.deepEqual(drawPoster(picture, "job"), { back, front });
    }
    assert.equal(drawn.size, all.length);
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

import type { TimeOfDay, Topic } from "@guchi/contracts/guchi.ts";

/** Where a topic's picture is set, and the outfit that goes with it. */
export interface Scene {
  readonly place: string;
  readonly outfitColor: string;
  readonly outfitColorInWords: string;
}

export const SCENES: Readonly<Record<Topic, Scene>> = {
  work: { place: "a tidy office lounge with plants", outfitColor: "#5b8fd9", outfitColorInWords: "cornflower blue" },
  study: { place: "a cozy library corner with a desk lamp", outfitColor: "#6aa583", outfitColorInWords: "sage green" },
  family: { place: "a homely living room with soft cushions", outfitColor: "#e79a6b", outfitColorInWords: "apricot" },
  love: { place: "a flower garden with drifting petals", outfitColor: "#e88aa6", outfitColorInWords: "rose pink" },
  friends: { place: "a bright café terrace", outfitColor: "#f0b452", outfitColorInWords: "marigold yellow" },
  money: {
    place: "a small street market with paper lanterns",
    outfitColor: "#7aa96a",
    outfitColorInWords: "leaf green",
  },
  health: { place: "a quiet sunroom with a soft blanket", outfitColor: "#8cc7b5", outfitColorInWords: "mint green" },
  sleep: {
    place: "a cozy bedroom window seat with fluffy pillows",
    outfitColor: "#9a8fd6",
    outfitColorInWords: "lavender",
  },
  weather: {
    place: "a park path under a large pastel umbrella",
    outfitColor: "#6bb3d6",
    outfitColorInWords: "sky blue",
  },
  commute: { place: "a calm railway platform", outfitColor: "#5fa3a8", outfitColorInWords: "teal" },
  home: { place: "a tidy kitchen with a potted herb", outfitColor: "#d99a7c", outfitColorInWords: "terracotta" },
  food: { place: "a warm bakery counter with fresh bread", outfitColor: "#e58b6a", outfitColorInWords: "coral" },
  tech: { place: "a neat room with softly glowing screens", outfitColor: "#7c8fe0", outfitColorInWords: "periwinkle" },
  daily: { place: "a riverside walk with small wildflowers", outfitColor: "#e0a0b8", outfitColorInWords: "dusty pink" },
};

/** For grave complaints: no café, no market, no office. */
export const QUIET_SCENE: Scene = {
  place: "a quiet room by a large window with one vase of white flowers",
  outfitColor: "#8fa3bf",
  outfitColorInWords: "soft gray blue",
};

/** The light of a time of day, and how it tints the outfit: towards `tint` by `share` (0 to 1). */
export interface Light {
  readonly words: string;
  readonly tint: string;
  readonly share: number;
}

export const LIGHTS: Readonly<Record<TimeOfDay, Light>> = {
  morning: { words: "fresh morning light", tint: "#fff4d6", share: 0.2 },
  day: { words: "bright daylight", tint: "#ffffff", share: 0.05 },
  evening: { words: "golden sunset light", tint: "#f2855e", share: 0.2 },
  night: { words: "soft moonlight and tiny warm lamps", tint: "#2c3566", share: 0.3 },
};

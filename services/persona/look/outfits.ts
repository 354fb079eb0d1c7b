import type { TimeOfDay, Topic } from "@guchi/contracts/guchi.ts";
import type { Outfit, Place } from "@guchi/contracts/look.ts";
import { PLACES } from "./places.ts";

export const OUTFITS: Readonly<Record<Outfit, string>> = {
  stage: "idol stage dress with a white collar and a bow",
  cardigan: "cardigan over a white blouse, and a skirt",
  hoodie: "soft hoodie and a skirt",
  pajamas: "cozy pajamas with stars",
  coat: "warm coat and a scarf",
  apron: "apron over a white blouse",
  plain: "plain dress with a white collar",
};

/** What she would wear there and then. */
export function outfitsFor(place: Place, time: TimeOfDay, grave: boolean): readonly Outfit[] {
  if (grave) return ["plain"];
  const { kind } = PLACES[place];
  if (place === "bedroom") return ["pajamas"];
  if (place === "snow" || place === "rain") return ["coat"];
  if (place === "kitchen" || place === "cafe") return ["apron", "stage"];
  if (kind === "home") return time === "night" ? ["pajamas", "hoodie"] : ["hoodie", "cardigan", "stage"];
  if (kind === "room") return ["cardigan", "hoodie", "stage"];
  return time === "night" ? ["coat", "hoodie", "cardigan", "stage"] : ["stage", "cardigan", "hoodie"];
}

/** The main colour of her clothes for a topic. */
export const COLORS: Readonly<Record<Topic, Color>> = {
  work: { value: "#5b8fd9", words: "cornflower blue" },
  study: { value: "#6aa583", words: "sage green" },
  family: { value: "#e79a6b", words: "apricot" },
  love: { value: "#e88aa6", words: "rose pink" },
  friends: { value: "#f0b452", words: "marigold yellow" },
  money: { value: "#7aa96a", words: "leaf green" },
  health: { value: "#8cc7b5", words: "mint green" },
  sleep: { value: "#9a8fd6", words: "lavender" },
  weather: { value: "#6bb3d6", words: "sky blue" },
  commute: { value: "#5fa3a8", words: "teal" },
  home: { value: "#d99a7c", words: "terracotta" },
  food: { value: "#e58b6a", words: "coral" },
  tech: { value: "#7c8fe0", words: "periwinkle" },
  daily: { value: "#e0a0b8", words: "dusty pink" },
};
export const QUIET_COLOR: Color = { value: "#8fa3bf", words: "soft gray blue" };

export interface Color {
  readonly value: string;
  readonly words: string;
}

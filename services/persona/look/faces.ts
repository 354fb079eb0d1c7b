import type { Understood } from "../understanding/understand.ts";
import type { Mood } from "@guchi/contracts/guchi.ts";
import type { Expression } from "@guchi/contracts/look.ts";

export const FACES: Readonly<Record<Expression, string>> = {
  gentle: "a gentle, warm smile and soft eyes",
  cheerful: "a bright smile, her eyes closed with joy",
  listening: "her eyes closed in calm attention, a small smile",
  tender: "half-closed, tender eyes and a small smile",
  worried: "a worried look with raised brows",
  tears: "tears in her eyes in sympathy",
  moved: "moist eyes and a small, moved smile",
  indignant: "puffed cheeks and drawn brows, indignant for the viewer's sake",
  determined: "a determined, supportive look",
  surprised: "wide, surprised eyes and a small open mouth",
  solemn: "serious, lowered eyes, her mouth closed",
};

/** The same faces where no smile fits. */
export const QUIET_FACES: Readonly<Partial<Record<Expression, string>>> = {
  tender: "half-closed, tender eyes, her mouth closed",
  moved: "moist eyes, her mouth closed",
};

/**
 * Nobody who complains is laughed or winked at: what sounds dull or annoying may be worse than its
 * words.
 */
const FACES_BY_MOOD: Readonly<Record<Mood, readonly Expression[]>> = {
  tired: ["listening", "tender", "gentle", "worried"],
  angry: ["indignant", "indignant", "determined", "surprised"],
  sad: ["tears", "tears", "worried", "worried", "moved"],
  anxious: ["worried", "tender", "listening", "moved"],
  lonely: ["tender", "moved", "gentle", "tears"],
  bored: ["gentle", "listening", "tender", "surprised"],
  frustrated: ["indignant", "worried", "listening", "tender", "surprised", "determined"],
};
const GRAVE_FACES: readonly Expression[] = ["solemn", "solemn", "tears", "tender"];

/** Only an empty day may be laughed off: what sounds dull of work or school may weigh on one. */
export function facesFor({ topic, mood, grave }: Pick<Understood, "topic" | "mood" | "grave">): readonly Expression[] {
  if (grave) return GRAVE_FACES;
  return mood === "bored" && topic === "daily" ? [...FACES_BY_MOOD.bored, "cheerful"] : FACES_BY_MOOD[mood];
}

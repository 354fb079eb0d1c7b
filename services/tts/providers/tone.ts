import type { Mood } from "@guchi/contracts/guchi.ts";

const SHE = "A young woman, a pop idol in private: warm, close to the microphone, natural, never a newsreader.";

/** How she should sound to who feels so, for a voice that takes directions. */
const TONES: Readonly<Record<Mood, string>> = {
  tired: "Soft, slow and soothing.",
  sad: "Soft and tender, with small pauses.",
  lonely: "Warm and near, as to a friend beside her.",
  anxious: "Calm, steady and reassuring.",
  frustrated: "Understanding, with a little spirit.",
  angry: "On the listener's side, with spirit, then gentle.",
  bored: "Bright, playful and lively.",
};

/** Directions for the voice, in English: such is what the models were taught with. */
export function toneOf(mood: Mood): string {
  return `${SHE} ${TONES[mood]}`;
}

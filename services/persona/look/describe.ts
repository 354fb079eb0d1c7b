import type { Expression, Look } from "@guchi/contracts/guchi.ts";
import { IDOL } from "../character.ts";
import type { Light, Scene } from "./scene.ts";

const EXPRESSIONS: Readonly<Record<Expression, string>> = {
  gentle: "a gentle, warm smile and soft eyes",
  cheerful: "a bright, cheerful smile",
  concerned: "a kind, concerned look with slightly raised brows",
  wink: "a playful, friendly wink and a smile",
  determined: "a determined, supportive look and a small fist held at her chest",
};

/** The same faces where no smile fits. */
const QUIET_EXPRESSIONS: Readonly<Partial<Record<Expression, string>>> = {
  gentle: "a calm, gentle face, her mouth closed, soft and serious eyes, her hands folded",
  concerned: "a kind, quietly concerned face, her mouth closed, slightly raised brows, her hands folded",
};

const HAIR_STYLES: Readonly<Record<Look["hairStyle"], string>> = {
  long: "long hair worn loose",
  bob: "hair in a short bob",
  twintails: "hair in twin tails",
  ponytail: "hair in a high ponytail",
  bun: "hair in a loose bun",
};

const ACCESSORIES: Readonly<Record<Look["accessory"], string>> = {
  ribbon: "a ribbon in her hair",
  flower: "a small flower in her hair",
  star: "a little star hairpin",
  glasses: "round glasses",
  none: "no accessory",
};

/**
 * The look as a prompt for an image model. It says nothing of the complaint but the place that we
 * chose for its topic: no word of the user gets to the image model this way. "Adult" is said
 * outright, so that no model draws a child.
 */
export function describeLook(look: Omit<Look, "description">, scene: Scene, light: Light): string {
  const quiet = look.scene === "quiet";
  const face = (quiet ? QUIET_EXPRESSIONS[look.expression] : undefined) ?? EXPRESSIONS[look.expression];
  return [
    `Soft anime-style illustration of ${IDOL.name.en}, a fictional adult woman and virtual idol singer who is a kind listener.`,
    `${capitalized(IDOL.hairColorInWords)} ${HAIR_STYLES[look.hairStyle]} (${look.hairColor}), amber eyes, ${ACCESSORIES[look.accessory]}.`,
    `She wears a modest, long-sleeved ${scene.outfitColorInWords} ${quiet ? "plain dress" : "idol stage outfit"} (${look.outfitColor}), fully clothed.`,
    `She faces the viewer with ${face}, upper body, centered.`,
    `Background: ${scene.place}, ${light.words}, gently blurred, pastel colors.`,
    quiet
      ? "Still, consoling mood, muted colors, clean line art, soft shading. No balloons, hearts, sparkles or music notes. Only one person."
      : "Wholesome, comforting mood, clean line art, soft shading. Only one person.",
    "No text, no letters, no speech bubbles, no logos, no watermark.",
  ].join(" ");
}

function capitalized(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}

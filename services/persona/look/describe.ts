import type { Framing, Look } from "@guchi/contracts/look.ts";
import { IDOL } from "../character.ts";
import { FACES, QUIET_FACES } from "./faces.ts";
import type { LIGHTS } from "./light.ts";
import { type Color, OUTFITS } from "./outfits.ts";
import { PLACES } from "./places.ts";
import { POSES } from "./poses.ts";
import { capitalized } from "../capitalized.ts";

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

const FRAMINGS: Readonly<Record<Framing, string>> = {
  close: "close-up of head and shoulders",
  half: "upper body",
  full: "whole figure, wide shot",
};

/**
 * The look as a prompt for an image model. It says nothing of the complaint but the place and the
 * thing that we chose for it: no word of the user gets to the image model this way. "Adult" is said
 * outright, so that no model draws a child.
 */
export function describeLook(
  look: Omit<Look, "description">,
  color: Color,
  light: (typeof LIGHTS)[keyof typeof LIGHTS],
): string {
  const quiet = look.scene === "quiet";
  const face = (quiet ? QUIET_FACES[look.expression] : undefined) ?? FACES[look.expression];
  const thing = look.thing === undefined ? "" : `, beside her a small ${look.thing.replaceAll("-", " ")}`;
  return [
    `Soft anime-style illustration of ${IDOL.name.en}, a fictional adult woman and virtual idol singer who is a kind listener.`,
    `${capitalized(IDOL.hairColorInWords)} ${HAIR_STYLES[look.hairStyle]} (${look.hairColor}), amber eyes, ${ACCESSORIES[look.accessory]}.`,
    `She wears a modest ${color.words} ${OUTFITS[look.outfit]} (${look.outfitColor}), fully clothed.`,
    `She faces the viewer with ${face}, ${POSES[look.pose].words}; ${FRAMINGS[look.framing]}.`,
    `Background: ${PLACES[look.place].words}, ${light.words}${thing}, gently blurred, pastel colors.`,
    quiet
      ? "Still, consoling mood, muted colors, clean line art, soft shading. No balloons, hearts, sparkles or music notes. Only one person."
      : "Wholesome, comforting mood, clean line art, soft shading. Only one person.",
    "No text, no letters, no speech bubbles, no logos, no watermark.",
  ].join(" ");
}

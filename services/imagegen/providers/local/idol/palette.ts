import type { Look } from "@guchi/contracts/guchi.ts";
import { lightness, mix } from "../color.ts";

/**
 * Every colour of the figure. What the look does not name is derived from what it does, so that any
 * two colours match.
 */
export interface IdolPalette {
  readonly skin: string;
  readonly skinShade: string;
  readonly skinLine: string;
  readonly hair: string;
  readonly hairShade: string;
  readonly hairLight: string;
  readonly hairLine: string;
  readonly outfit: string;
  readonly outfitShade: string;
  readonly outfitLight: string;
  readonly outfitLine: string;
  readonly trim: string;
  readonly eye: string;
  readonly eyeDark: string;
  readonly lash: string;
}

/** Shadows lean to this plum rather than to grey: shaded colours stay warm. */
const PLUM = "#4a1f55";
const INK = "#2c1230";
const CREAM = "#fff6f2";

/** Amber, as the persona describes her to image models: the eyes are what she is recognised by. */
const EYE = "#d0801f";

/** Derives the palette from the look's two colours. */
export function idolPalette({
  hairColor,
  outfitColor,
  scene,
}: Pick<Look, "hairColor" | "outfitColor" | "scene">): IdolPalette {
  // Black or white taken literally leave no room for shade or shine.
  const hair = mix(mix(hairColor, "#5a4a66", lightness(hairColor) < 0.12 ? 0.3 : 0), CREAM, 0.06);
  const outfit = mix(outfitColor, PLUM, lightness(outfitColor) > 0.93 ? 0.08 : 0);
  return {
    skin: "#ffe9dc",
    skinShade: "#f9c9b8",
    skinLine: "#a8565a",
    hair,
    hairShade: mix(hair, PLUM, 0.28),
    hairLight: mix(hair, lightness(hair) < 0.4 ? "#d9a8ff" : "#ffffff", lightness(hair) < 0.4 ? 0.45 : 0.6),
    hairLine: mix(hair, INK, 0.62),
    outfit,
    outfitShade: mix(outfit, "#8f3a80", 0.3),
    outfitLight: mix(outfit, "#ffffff", 0.45),
    outfitLine: mix(outfit, INK, 0.62),
    trim: scene === "quiet" ? mix(outfit, "#3c4766", 0.5) : brightTrim(outfit),
    eye: EYE,
    eyeDark: mix(EYE, "#3a0f2e", 0.68),
    lash: mix(hairColor, INK, 0.82),
  };
}

function brightTrim(outfit: string): string {
  return lightness(outfit) > 0.55 ? mix(outfit, "#d1306e", 0.62) : mix(outfit, "#3a1f6b", 0.42);
}

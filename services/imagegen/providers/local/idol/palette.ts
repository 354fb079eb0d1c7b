import type { TimeOfDay } from "@guchi/contracts/guchi.ts";
import type { Look } from "@guchi/contracts/look.ts";
import { lightness, mix } from "../color.ts";

/**
 * Every colour of the figure, in the light of the hour. What the look does not name is derived from
 * what it does.
 */
export interface IdolPalette {
  readonly skin: string;
  readonly skinShade: string;
  readonly skinLine: string;
  readonly lip: string;
  readonly hair: string;
  readonly hairTop: string;
  readonly hairDeep: string;
  readonly hairShade: string;
  readonly hairLight: string;
  readonly hairLine: string;
  readonly cloth: Fabric;
  readonly trim: Fabric;
  /** Of what she holds and ties: a colour that her clothes lack. */
  readonly accent: Fabric;
  readonly white: Fabric;
  readonly eye: string;
  readonly eyeDark: string;
  readonly eyeGlow: string;
  readonly lash: string;
  readonly eyeWhite: string;
  readonly shine: string;
}

/** A material in its three tones, and its outline. */
export interface Fabric {
  readonly base: string;
  readonly shade: string;
  readonly light: string;
  readonly line: string;
}

/** Shadows lean to this plum rather than to grey: shaded colours stay warm. */
const PLUM = "#5a2a6b";
/** The same for hair: it stays brown. */
const UMBER = "#451c38";
const INK = "#331330";

/** Amber, as the persona describes her to image models: the eyes are what she is recognised by. */
const EYE = "#d9861f";

/** What an hour does to every colour of hers, so that she belongs to the place. */
const HOURS: Readonly<Record<TimeOfDay, readonly [tint: string, share: number]>> = {
  morning: ["#fff1d8", 0.06],
  day: ["#ffffff", 0],
  evening: ["#ff9a6a", 0.1],
  night: ["#4a46a0", 0.12],
};

export function idolPalette(
  { hairColor, outfitColor, scene }: Pick<Look, "hairColor" | "outfitColor" | "scene">,
  time: TimeOfDay,
): IdolPalette {
  const [tint, share] = HOURS[time];
  const lit = (color: string): string => mix(color, tint, share);
  const skin = (color: string): string => mix(color, tint, share * 0.3);
  // Black or white taken literally leave no room for shade or shine.
  const hair = mix(mix(hairColor, "#6a5a76", lightness(hairColor) < 0.12 ? 0.3 : 0), "#ffbd8a", 0.2);
  const outfit = mix(outfitColor, PLUM, lightness(outfitColor) > 0.93 ? 0.08 : 0);
  const fabric = (color: string): Fabric => ({
    base: lit(color),
    shade: lit(mix(color, PLUM, 0.24)),
    light: lit(mix(color, "#ffffff", 0.42)),
    line: lit(mix(color, INK, 0.6)),
  });
  return {
    skin: skin("#ffeadd"),
    skinShade: skin("#f8c7b2"),
    skinLine: skin("#a9585c"),
    lip: skin("#c9505f"),
    hair: lit(hair),
    hairTop: lit(mix(hair, "#ffd9a8", 0.16)),
    hairDeep: lit(mix(hair, UMBER, 0.42)),
    hairShade: lit(mix(hair, UMBER, 0.24)),
    hairLight: lit(mix(hair, lightness(hair) < 0.35 ? "#d9b0ff" : "#fff0d8", 0.55)),
    hairLine: lit(mix(hair, INK, 0.66)),
    cloth: fabric(outfit),
    trim: fabric(mix(outfit, scene === "quiet" ? "#3c4766" : "#3d2470", 0.42)),
    accent: fabric(scene === "quiet" ? mix(outfit, "#e8e4ea", 0.5) : accentFor(outfit)),
    white: { base: lit("#fffaf6"), shade: lit("#e3d5e4"), light: lit("#ffffff"), line: lit(mix(outfit, INK, 0.58)) },
    eye: EYE,
    eyeDark: mix(EYE, "#3a0f2e", 0.72),
    eyeGlow: mix(EYE, "#ffe79a", 0.78),
    lash: mix(hairColor, INK, 0.84),
    eyeWhite: lit("#fffdfd"),
    shine: "#ffffff",
  };
}

/** Soft pink beside cool clothes, soft blue or cream beside warm ones. */
function accentFor(outfit: string): string {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => Number.parseInt(outfit.slice(at, at + 2), 16));
  if (blue > red) return "#f59bb0";
  return green > red ? "#f6c667" : "#8fc0e6";
}

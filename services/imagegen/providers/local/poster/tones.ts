import type { PosterTone } from "@guchi/contracts/picture.ts";

/** The colours of a card. */
export interface Palette {
  /** The ground, from top to bottom. */
  readonly top: string;
  readonly bottom: string;
  /** The sun behind the motif. */
  readonly sun: string;
  readonly motif: string;
  readonly accent: string;
  readonly text: string;
  /** Text of less weight. */
  readonly quiet: string;
}

export const PALETTES: Readonly<Record<PosterTone, Palette>> = {
  warm: {
    top: "#ffd9a8",
    bottom: "#f08a6b",
    sun: "#fff3da",
    motif: "#c8443f",
    accent: "#ffb24a",
    text: "#4a1d22",
    quiet: "#7c3a35",
  },
  bright: {
    top: "#fff0a6",
    bottom: "#ffb1c8",
    sun: "#ffffff",
    motif: "#e5518d",
    accent: "#2fb3c4",
    text: "#4b1f44",
    quiet: "#8a3f70",
  },
  soft: {
    top: "#e6e2f7",
    bottom: "#b9cfe9",
    sun: "#fbf8ff",
    motif: "#6a6cae",
    accent: "#f0a6b8",
    text: "#2f2f57",
    quiet: "#565a8c",
  },
  cool: {
    top: "#123c5c",
    bottom: "#0e6f7e",
    sun: "#bfe9e4",
    motif: "#124a66",
    accent: "#ffd27a",
    text: "#f3fbfa",
    quiet: "#b9dcdc",
  },
  vivid: {
    top: "#2a1248",
    bottom: "#d8352f",
    sun: "#ffcf3f",
    motif: "#a51d3a",
    accent: "#ff7a2f",
    text: "#fff6e6",
    quiet: "#ffd2b0",
  },
  dark: {
    top: "#0d0f1a",
    bottom: "#3a1626",
    sun: "#c9c2d6",
    motif: "#1d1a2c",
    accent: "#d5354f",
    text: "#f4f0fa",
    quiet: "#b6adc6",
  },
};

/** A filled shape with an outline, or, with a width, a line. Within 100x100 round (0, 0). */
export type Part = readonly [d: string, color: string] | readonly [d: string, color: string, width: number];

export const WHITE = "#fffdf8";
export const GREY = "#8b90a5";
export const DARK = "#4b4f6b";
export const BLUE = "#6fb1ea";
export const PINK = "#f58fa8";
export const RED = "#ea5f6b";
export const YELLOW = "#ffd166";
export const GREEN = "#79c28a";
export const BROWN = "#b58058";
export const CREAM = "#fff0d2";
export const ORANGE = "#f5a25d";

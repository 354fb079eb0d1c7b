import type { Expression } from "@guchi/contracts/look.ts";

/** What a face does. Lengths in the head's px; an eye is 88 high. */
export interface Face {
  /** How far the eyes are open; `peaceful` and `happy` are closed ones. */
  readonly eyes: number | "peaceful" | "happy";
  readonly iris?: number;
  readonly gaze?: readonly [x: number, y: number];
  /** Height of the brow at its inner end, middle and outer end; smaller is higher. */
  readonly brows: readonly [inner: number, middle: number, outer: number];
  readonly mouth: Mouth;
  readonly blush?: number;
  readonly tears?: "brim" | "fall";
  readonly sweat?: true;
  readonly puffed?: true;
}

export type Mouth = "smile" | "soft-open" | "open-smile" | "closed" | "worried" | "tremble" | "pout" | "oh" | "shout";

export const FACES: Readonly<Record<Expression, Face>> = {
  gentle: { eyes: 0.96, brows: [-3, -12, 1], mouth: "soft-open", blush: 0.75 },
  cheerful: { eyes: "happy", brows: [-8, -20, -6], mouth: "open-smile", blush: 1 },
  listening: { eyes: "peaceful", brows: [-2, -10, 3], mouth: "smile", blush: 0.8 },
  tender: { eyes: 0.62, gaze: [0, 6], brows: [-13, -9, 7], mouth: "smile", blush: 0.9 },
  worried: { eyes: 1, iris: 0.93, brows: [-26, -12, 12], mouth: "worried", blush: 0.5, sweat: true },
  tears: { eyes: 0.9, gaze: [0, 4], brows: [-28, -11, 14], mouth: "tremble", blush: 1, tears: "fall" },
  moved: { eyes: 0.94, iris: 1.04, gaze: [0, -2], brows: [-22, -12, 8], mouth: "smile", blush: 1, tears: "brim" },
  indignant: { eyes: 0.8, brows: [22, 2, -14], mouth: "pout", blush: 1, puffed: true },
  determined: { eyes: 0.92, brows: [16, -6, -12], mouth: "shout", blush: 0.7 },
  surprised: { eyes: 1.1, iris: 0.74, brows: [-22, -32, -20], mouth: "oh", blush: 0.4, sweat: true },
  solemn: { eyes: 0.66, gaze: [0, 8], brows: [-26, -11, 14], mouth: "closed", blush: 0.3 },
};

/** The face where no smile fits. */
export function quieted(face: Face): Face {
  return { ...face, mouth: face.mouth === "tremble" ? "tremble" : "closed", blush: (face.blush ?? 0.5) * 0.6 };
}

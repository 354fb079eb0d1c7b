import type { Pose } from "@guchi/contracts/look.ts";
import type { Arm } from "./arms.ts";
import type { Stance } from "./lower.ts";

/** A pose as data: the rig does the rest. In the figure's coordinates, as seen. */
export interface PoseData {
  readonly stance: Stance;
  /** px of what she holds over her crown. */
  readonly above?: number;
  readonly left: Arm;
  readonly right: Arm;
  /** Degrees; to the right is positive. */
  readonly tilt: number;
  readonly lean: number;
  /** Where she looks, -1 (left) to 1. */
  readonly turn: number;
  /** How far the ends of her hair swing, in px. */
  readonly sway?: number;
}

/** An arm that hangs, one on the hip. */
const HANGING: Arm = { wrist: [-116, 400], hand: "soft", points: 188, bend: 1, flip: true };
const ON_HIP: Arm = { wrist: [-96, 344], hand: "fist", points: 116, bend: 1 };

export const POSES: Readonly<Record<Pose, PoseData>> = {
  tea: {
    stance: "floor",
    left: { wrist: [-66, 312], hand: "soft", points: 58, bend: 1, length: 0.78, layer: "over" },
    right: { wrist: [66, 312], hand: "soft", points: -58, bend: -1, length: 0.78, layer: "over" },
    tilt: 5,
    lean: 0,
    turn: 0.3,
  },
  cushion: {
    stance: "floor",
    left: { wrist: [-74, 344], hand: "soft", points: 76, bend: 1, length: 0.86, layer: "over" },
    right: { wrist: [68, 312], hand: "soft", points: -70, bend: -1, length: 0.82, layer: "over" },
    tilt: -8,
    lean: -2,
    turn: -0.3,
  },
  umbrella: {
    stance: "stand",
    above: 76,
    left: { wrist: [-50, 286], hand: "flat", points: 56, bend: 1, length: 0.82, flip: true },
    right: { wrist: [116, 288], hand: "grip", points: -10, bend: -1, length: 0.66, layer: "over" },
    tilt: 6,
    lean: 1,
    turn: -0.5,
    sway: -10,
  },
  "cupped-ear": {
    stance: "stand",
    left: ON_HIP,
    right: { wrist: [158, 138], hand: "cup", points: 8, bend: 1, layer: "over" },
    tilt: 9,
    lean: 4,
    turn: -0.5,
    sway: 14,
  },
  beside: {
    stance: "bench",
    left: { wrist: [-54, 390], hand: "soft", points: 150, bend: 1 },
    right: { wrist: [154, 386], hand: "flat", points: 172, bend: -1 },
    tilt: 6,
    lean: 2,
    turn: 0.6,
    sway: 8,
  },
  "open-arms": {
    stance: "stand",
    left: { wrist: [-204, 236], hand: "open", points: -38, bend: -1, flip: true },
    right: { wrist: [204, 236], hand: "open", points: 38, bend: 1, flip: true },
    tilt: 4,
    lean: 0,
    turn: 0.1,
    sway: 8,
  },
  wave: {
    stance: "stand",
    left: HANGING,
    right: { wrist: [184, 132], hand: "open", points: 10, bend: 1, flip: true, layer: "over" },
    tilt: -5,
    lean: -1,
    turn: 0.3,
    sway: -12,
  },
  "chin-on-hands": {
    stance: "floor",
    left: { wrist: [-46, 216], hand: "soft", points: -20, bend: 1, layer: "over" },
    right: { wrist: [46, 216], hand: "soft", points: 20, bend: -1, layer: "over" },
    tilt: 4,
    lean: 0,
    turn: 0.2,
  },
  lantern: {
    stance: "stand",
    left: HANGING,
    right: { wrist: [150, 226], hand: "grip", points: 24, bend: 1, layer: "over" },
    tilt: 5,
    lean: 1,
    turn: 0.5,
    sway: -8,
  },
  blanket: {
    stance: "floor",
    left: { wrist: [-40, 286], hand: "soft", points: 34, bend: 1, layer: "behind" },
    right: { wrist: [40, 290], hand: "soft", points: -30, bend: -1, layer: "behind" },
    tilt: 6,
    lean: 0,
    turn: -0.2,
  },
  stars: {
    stance: "stand",
    left: HANGING,
    right: { wrist: [198, 66], hand: "point", points: 24, bend: 1, flip: true, layer: "over" },
    tilt: 7,
    lean: 2,
    turn: 0.8,
    sway: -14,
  },
  "hand-on-heart": {
    stance: "stand",
    left: HANGING,
    right: { wrist: [54, 268], hand: "flat", points: -58, bend: -1, length: 0.8, flip: true },
    tilt: 5,
    lean: 0,
    turn: -0.2,
  },
  fist: {
    stance: "stand",
    left: { wrist: [-66, 296], hand: "fist", points: 30, bend: 1, length: 0.82 },
    right: { wrist: [166, 150], hand: "fist", points: 4, bend: 1, layer: "over" },
    tilt: -4,
    lean: -2,
    turn: 0.2,
    sway: 12,
  },
  handkerchief: {
    stance: "floor",
    left: { wrist: [-50, 286], hand: "flat", points: 56, bend: 1, length: 0.82, flip: true },
    right: { wrist: [158, 268], hand: "soft", points: 14, bend: 1, layer: "over" },
    tilt: 7,
    lean: 2,
    turn: 0.4,
  },
  "hands-on-hips": {
    stance: "stand",
    left: { wrist: [-98, 340], hand: "fist", points: 118, bend: 1 },
    right: { wrist: [98, 340], hand: "fist", points: -118, bend: -1 },
    tilt: -3,
    lean: 0,
    turn: -0.3,
    sway: 6,
  },
  "folded-hands": {
    stance: "floor",
    left: { wrist: [-44, 376], hand: "soft", points: 98, bend: 1 },
    right: { wrist: [40, 370], hand: "soft", points: -102, bend: -1 },
    tilt: 5,
    lean: 0,
    turn: 0,
  },
};

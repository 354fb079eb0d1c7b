import { disc, rounded } from "../curve.ts";
import { BLUE, BROWN, CREAM, DARK, GREEN, GREY, ORANGE, type Part, PINK, RED, WHITE, YELLOW } from "./part.ts";

/** Of work, school, money and machines. */
export const WORK_THINGS = {
  clock: [
    [disc(0, 0, 44), BLUE],
    [disc(0, 0, 35), WHITE],
    ["M0,-27V-24M0,27V24M-27,0H-24M27,0H24", GREY, 4],
    ["M0,0V-22M0,0L14,10", DARK, 5],
    [disc(0, 0, 4), RED],
  ],
  papers: [
    ["M-38,40L-30,-20L40,-12L32,46Z", "#e7e1f1"],
    ["M-40,28L-36,-30L34,-28L32,34Z", WHITE],
    ["M-38,16L-42,-40L24,-46L30,14Z", WHITE],
    ["M-30,-28L14,-32M-29,-16L18,-20M-28,-4L6,-7", GREY, 4],
    ["M20,-50C34,-54 38,-38 26,-34L8,-30", RED, 4],
  ],
  calendar: [
    [rounded(-42, -36, 84, 78, 10), WHITE],
    ["M-42,-12V-26Q-42,-36 -32,-36H32Q42,-36 42,-26V-12Z", RED],
    ["M-22,-46V-28M22,-46V-28", DARK, 6],
    ["M-26,4H-14M-4,4H8M18,4H28M-26,22H-14M-4,22H8", GREY, 7],
    [disc(24, 22, 8), PINK],
  ],
  briefcase: [
    ["M-18,-22V-36H18V-22", DARK, 7],
    [rounded(-46, -24, 92, 64, 12), BROWN],
    ["M-46,-4C-20,14 20,14 46,-4V-12Q46,-24 34,-24H-34Q-46,-24 -46,-12Z", "#c99468"],
    [rounded(-9, 0, 18, 16, 4), YELLOW],
  ],
  telephone: [
    [rounded(-40, -6, 80, 46, 14), PINK],
    ["M-46,-14C-44,-44 44,-44 46,-14L26,-8L22,-22C8,-28 -8,-28 -22,-22L-26,-8Z", RED],
    [disc(0, 16, 15), WHITE],
    [disc(0, 16, 6), PINK],
  ],
  screen: [
    [rounded(-46, -40, 92, 62, 6), WHITE],
    ["M-34,8V-8M-16,8V-22M2,8V-14M20,8V-28", BLUE, 9],
    ["M0,22V40M-22,44H22", GREY, 6],
    ["M-36,-20L-16,-28L4,-24L32,-34", RED, 4],
  ],
  exam: [
    ["M-34,-44L30,-44L36,44L-28,44Z", WHITE],
    ["M-22,-26H6M-22,-10H16M-20,6H12M-19,22H8", GREY, 4],
    ["M16,-34L28,-22M28,-34L16,-22", RED, 4],
    ["M44,-20L52,-12L24,34L12,38L14,26Z", YELLOW],
    ["M14,26L24,34", BROWN, 3],
  ],
  books: [
    [rounded(-44, 18, 84, 22, 5), GREEN],
    [rounded(-36, -4, 78, 22, 5), RED],
    [rounded(-42, -26, 76, 22, 5), BLUE],
    ["M-30,-15H10M-24,7H18M-32,29H8", WHITE, 4],
  ],
  letter: [
    [rounded(-46, -32, 92, 66, 8), WHITE],
    ["M-46,-26L0,10L46,-26", GREY, 4],
    ["M-44,32L-14,2M44,32L14,2", "#cfc9dc", 4],
    [disc(34, -30, 12), RED],
  ],
  smartphone: [
    [rounded(-27, -48, 54, 96, 11), DARK],
    [rounded(-21, -38, 42, 72, 4), "#bfe2ff"],
    [rounded(-16, -30, 26, 15, 6), WHITE],
    [rounded(-8, -8, 26, 15, 6), GREEN],
    ["M-5,41H5", WHITE, 4],
  ],
  battery: [
    [rounded(-44, -24, 82, 48, 10), WHITE],
    [rounded(38, -10, 9, 20, 3), GREY],
    [rounded(-36, -16, 16, 32, 4), RED],
    ["M6,-14L-4,2H10L0,16", ORANGE, 5],
  ],
  laptop: [
    [rounded(-36, -38, 72, 54, 7), DARK],
    [rounded(-30, -32, 60, 42, 3), "#c9e6ff"],
    ["M-46,32L-38,16H38L46,32Q46,38 40,38H-40Q-46,38 -46,32Z", "#dfe3ee"],
    ["M-18,-22L18,0M18,-22L-18,0", RED, 5],
    ["M-10,28H10", GREY, 4],
  ],
  game: [
    ["M-30,-22H30C46,-22 52,30 44,36C34,42 26,20 18,18H-18C-26,20 -34,42 -44,36C-52,30 -46,-22 -30,-22Z", "#9a8fd6"],
    ["M-28,-8V10M-37,1H-19", WHITE, 7],
    [disc(24, -6, 6), RED],
    [disc(34, 6, 6), YELLOW],
  ],
  key: [
    [disc(-22, -10, 24), YELLOW],
    [disc(-22, -10, 10), WHITE],
    ["M0,-4L44,18L38,30L28,25L24,32L14,27L12,20L-6,10Z", YELLOW],
  ],
  receipt: [
    ["M-28,-46H28V40L18,32L9,42L0,32L-9,42L-18,32L-28,40Z", WHITE],
    ["M-16,-30H16M-16,-16H4M-16,-2H8", GREY, 4],
    ["M-16,16H16", RED, 5],
  ],
  wallet: [
    [rounded(-44, -28, 86, 62, 12), BROWN],
    ["M-44,-10V-16Q-44,-28 -32,-28H30Q42,-28 42,-16V-10Z", "#c99468"],
    [rounded(16, -6, 32, 24, 8), CREAM],
    [disc(28, 6, 5), YELLOW],
  ],
  hourglass: [
    ["M-26,-36H26C26,-12 8,-8 8,0C8,8 26,12 26,36H-26C-26,12 -8,8 -8,0C-8,-8 -26,-12 -26,-36Z", "#e4f3ff"],
    ["M-18,-16H18C12,-6 4,-4 0,2C-4,-4 -12,-6 -18,-16ZM-20,32C-14,20 14,20 20,32Z", ORANGE],
    [rounded(-34, -46, 68, 12, 5), BROWN],
    [rounded(-34, 34, 68, 12, 5), BROWN],
  ],
  train: [
    [rounded(-38, -44, 76, 78, 20), WHITE],
    ["M-38,6H38V18Q38,34 24,34H-24Q-38,34 -38,18Z", GREEN],
    [rounded(-28, -30, 56, 28, 8), "#a9d8ff"],
    ["M0,-30V-2", GREY, 3],
    [disc(-22, 20, 6), YELLOW],
    [disc(22, 20, 6), YELLOW],
    ["M-20,36L-32,48M20,36L32,48M-26,44H26", GREY, 5],
  ],
  car: [
    ["M-48,18V2Q-46,-6 -34,-8L-22,-30Q-18,-34 -10,-34H16Q24,-34 28,-28L38,-8Q48,-6 48,6V18Z", RED],
    ["M-22,-10L-14,-25H-2V-10ZM6,-25H17L26,-10H6Z", "#cfeaff"],
    [disc(-24, 20, 13), DARK],
    [disc(-24, 20, 5), WHITE],
    [disc(26, 20, 13), DARK],
    [disc(26, 20, 5), WHITE],
  ],
} as const satisfies Readonly<Record<string, readonly Part[]>>;

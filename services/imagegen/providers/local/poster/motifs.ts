import type { Motif } from "@guchi/contracts/picture.ts";
import { box, circle, shape, star, stroke } from "../scene/shapes.ts";
import { group } from "../svg.ts";

/** The two colours of a motif: its body, and what lies on or in it. */
interface MotifColors {
  readonly ink: string;
  readonly light: string;
}

type Draw = (colors: MotifColors) => string;

/** What kind of film it is, as one thing within 100 px around the middle. */
export const MOTIFS: Readonly<Record<Motif, Draw>> = {
  heart: ({ ink, light }) =>
    group(
      shape("M0,88 C-120,10 -98,-88 -44,-82 C-20,-80 -6,-64 0,-48 C6,-64 20,-80 44,-82 C98,-88 120,10 0,88Z", ink),
      stroke("M-62,-28 C-62,-46 -52,-56 -40,-58", 12, light),
    ),
  smile: ({ ink, light }) =>
    group(
      circle(0, 0, 92, ink),
      stroke("M-48,-22 Q-34,-42 -20,-22", 12, light),
      stroke("M20,-22 Q34,-42 48,-22", 12, light),
      shape("M-56,14 H56 C52,52 28,70 0,70 C-28,70 -52,52 -56,14Z", light),
    ),
  drop: ({ ink, light }) =>
    group(
      shape("M0,-94 C36,-40 66,-6 66,32 C66,70 36,94 0,94 C-36,94 -66,70 -66,32 C-66,-6 -36,-40 0,-94Z", ink),
      stroke("M-34,34 C-34,54 -22,64 -6,66", 12, light),
    ),
  burst: ({ ink, light }) =>
    group(
      shape(
        "M0,-100 L20,-48 L64,-78 L52,-26 L100,-22 L62,12 L94,52 L42,48 L38,98 L0,60 L-38,98 L-42,48 L-94,52 L-62,12 L-100,-22 L-52,-26 L-64,-78 L-20,-48Z",
        ink,
      ),
      shape("M0,-44 L12,-16 L42,-14 L20,6 L28,36 L0,20 L-28,36 L-20,6 L-42,-14 L-12,-16Z", light),
    ),
  rocket: ({ ink, light }) =>
    group(
      `<g transform="rotate(32)">`,
      shape("M0,-104 C38,-66 44,-14 34,44 H-34 C-44,-14 -38,-66 0,-104Z", ink),
      shape("M-36,0 L-74,56 L-32,44Z M36,0 L74,56 L32,44Z", ink),
      circle(0, -30, 20, light),
      shape("M-22,54 Q0,118 22,54Z", light),
      "</g>",
    ),
  planet: ({ ink, light }) =>
    group(
      circle(0, 0, 66, ink),
      `<g transform="rotate(-20)"><ellipse rx="104" ry="26" fill="none" stroke="${light}" stroke-width="12"/></g>`,
      shape("M-64,-14 A66,66 0 0 1 64,-14 C30,-2 -30,-2 -64,-14Z", ink),
      star(78, -74, 18, light),
    ),
  wand: ({ ink, light }) =>
    group(
      stroke("M-72,82 L18,-18", 22, ink),
      star(42, -44, 62, ink),
      star(-54, -44, 24, light),
      star(70, 46, 28, light),
    ),
  ghost: ({ ink, light }) =>
    group(
      shape("M-66,92 V-12 C-66,-66 -38,-96 0,-96 C38,-96 66,-66 66,-12 V92 L44,70 L22,92 L0,70 L-22,92 L-44,70Z", ink),
      circle(-24, -20, 14, light),
      circle(24, -20, 14, light),
      `<ellipse cy="24" rx="12" ry="18" fill="${light}"/>`,
    ),
  magnifier: ({ ink, light }) =>
    group(
      stroke("M34,34 L84,84", 30, ink),
      `<circle cx="-18" cy="-18" r="60" fill="${light}" stroke="${ink}" stroke-width="22"/>`,
      stroke("M-52,-22 C-50,-42 -38,-52 -20,-54", 10, ink, 0.6),
    ),
  eye: ({ ink, light }) =>
    group(
      shape("M-104,0 C-60,-66 60,-66 104,0 C60,66 -60,66 -104,0Z", ink),
      circle(0, 0, 42, light),
      circle(0, 0, 20, ink),
      circle(14, -14, 8, light),
    ),
  sword: ({ ink, light }) =>
    group(
      `<g transform="rotate(38)">`,
      shape("M-11,40 V-76 Q-11,-98 14,-108 Q11,-90 11,-76 V40Z", ink),
      box(-42, 38, 84, 14, light, 7),
      box(-11, 52, 22, 56, ink, 8),
      "</g>",
    ),
  note: ({ ink }) =>
    group(
      `<ellipse cx="-46" cy="66" rx="34" ry="25" fill="${ink}" transform="rotate(-16 -46 66)"/>`,
      `<ellipse cx="52" cy="48" rx="34" ry="25" fill="${ink}" transform="rotate(-16 52 48)"/>`,
      shape("M-26,64 V-70 L86,-94 V46 H70 V-44 L-10,-26 V64Z", ink),
    ),
  ball: ({ ink, light }) =>
    group(
      circle(0, 0, 88, ink),
      stroke("M-58,-66 C-20,-26 -20,26 -58,66 M58,-66 C20,-26 20,26 58,66", 10, light),
      stroke("M-88,0 H88", 10, light),
    ),
  house: ({ ink, light }) =>
    group(
      shape("M0,-92 L102,0 H76 V86 H-76 V0 H-102Z", ink),
      box(-20, 26, 40, 60, light, 6),
      shape("M0,14 C-30,-6 -26,-30 -12,-30 C-6,-30 -2,-26 0,-20 C2,-26 6,-30 12,-30 C26,-30 30,-6 0,14Z", light),
    ),
  paw: ({ ink }) =>
    group(
      shape("M0,-6 C38,-6 70,34 62,66 C54,96 22,76 0,76 C-22,76 -54,96 -62,66 C-70,34 -38,-6 0,-6Z", ink),
      `<ellipse cx="-74" cy="-12" rx="22" ry="30" fill="${ink}" transform="rotate(-24 -74 -12)"/>`,
      `<ellipse cx="-28" cy="-58" rx="22" ry="32" fill="${ink}" transform="rotate(-8 -28 -58)"/>`,
      `<ellipse cx="28" cy="-58" rx="22" ry="32" fill="${ink}" transform="rotate(8 28 -58)"/>`,
      `<ellipse cx="74" cy="-12" rx="22" ry="30" fill="${ink}" transform="rotate(24 74 -12)"/>`,
    ),
  wave: ({ ink, light }) =>
    group(
      shape(
        "M-108,84 C-108,-20 -40,-92 40,-80 C76,-74 92,-44 82,-20 C74,-40 46,-46 30,-26 C8,4 44,44 108,44 V84Z",
        ink,
      ),
      stroke("M-82,58 C-70,0 -40,-36 4,-46", 10, light),
      stroke("M-40,66 C-30,44 -16,30 0,26", 10, light),
    ),
  mountain: ({ ink, light }) =>
    group(
      circle(62, -62, 30, light),
      shape("M-108,84 L-24,-70 L28,20 L50,-12 L108,84Z", ink),
      shape("M-24,-70 L2,-26 L-14,-16 L-24,-30 L-38,-12 L-52,-20Z", light),
    ),
  book: ({ ink, light }) =>
    group(
      shape(
        "M0,-58 C-30,-84 -74,-86 -102,-74 V66 C-74,54 -30,56 0,82 C30,56 74,54 102,66 V-74 C74,-86 30,-84 0,-58Z",
        ink,
      ),
      stroke("M0,-54 V76", 8, light),
      stroke(
        "M-80,-44 C-60,-50 -40,-46 -24,-36 M-80,-10 C-60,-16 -40,-12 -24,-2 M80,-44 C60,-50 40,-46 24,-36 M80,-10 C60,-16 40,-12 24,-2",
        8,
        light,
      ),
    ),
  hat: ({ ink, light }) =>
    group(
      shape("M-108,30 C-70,52 70,52 108,30 C110,66 60,86 0,86 C-60,86 -110,66 -108,30Z", ink),
      shape(
        "M-62,36 C-60,-30 -52,-74 -30,-78 C-14,-80 -10,-64 0,-64 C10,-64 14,-80 30,-78 C52,-74 60,-30 62,36 C30,48 -30,48 -62,36Z",
        ink,
      ),
      stroke("M-62,22 C-30,36 30,36 62,22", 14, light),
    ),
  dove: ({ ink, light }) =>
    group(
      shape(
        "M-104,-6 C-60,-22 -40,-14 -22,4 C-22,-52 8,-88 64,-98 C58,-66 66,-40 52,-14 C74,-22 92,-18 104,-4 L76,6 C70,52 30,80 -16,74 L-60,92 L-44,60 C-62,40 -66,12 -104,-6Z",
        ink,
      ),
      circle(66, 0, 7, light),
    ),
  star: ({ ink, light }) => group(star(0, 0, 100, ink), star(66, -64, 30, light), star(-68, 62, 26, light)),
};

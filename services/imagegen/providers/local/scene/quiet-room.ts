import type { TimeOfDay } from "@guchi/contracts/guchi.ts";
import { mix } from "../color.ts";
import type { Random } from "../random.ts";
import { group } from "../svg.ts";
import { circle, box, cloud, crescent, shape, stroke } from "./shapes.ts";

/** Soft colours of an hour, indoors. */
interface QuietLight {
  /** Sky in the window from top to horizon. */
  readonly sky: readonly [string, string, string];
  /** What the hour does to every colour of the room, and how much of it. */
  readonly ambient: string;
  readonly strength: number;
  /** What falls through the window, or from the lamp. */
  readonly glow: string;
  readonly hills: string;
}

const LIGHTS: Readonly<Record<TimeOfDay, QuietLight>> = {
  morning: {
    sky: ["#c3d8ea", "#dfe8ee", "#f6e7da"],
    ambient: "#f3dcc6",
    strength: 0.14,
    glow: "#fff3dc",
    hills: "#b9ccc4",
  },
  day: {
    sky: ["#a9c9e2", "#cadeeb", "#e6eff2"],
    ambient: "#ffffff",
    strength: 0.05,
    glow: "#fffdf4",
    hills: "#a9c4b6",
  },
  evening: {
    sky: ["#a7a0c4", "#d9b4b4", "#f0cfa8"],
    ambient: "#b9788a",
    strength: 0.2,
    glow: "#ffe2b8",
    hills: "#9a93a8",
  },
  night: {
    sky: ["#1f2647", "#33406b", "#56628f"],
    ambient: "#33355f",
    strength: 0.4,
    glow: "#ffdfae",
    hills: "#2b3557",
  },
};

/**
 * A quiet room for what is grave: a large window, thin curtains, white flowers in a vase. Nothing
 * floats, nothing glitters. The flowers stand in the right or left quarter, since she sits in the
 * middle.
 */
export function drawQuietRoom(
  time: TimeOfDay,
  random: Random,
  idol: { readonly x: number; readonly y: number },
): string {
  const light = LIGHTS[time];
  const tone = (color: string) => mix(color, light.ambient, light.strength);
  const wall = tone(random.pick(["#e9e4dd", "#e4e6e6", "#ebe3df"]));
  const flowersX = random.pick([868, 884, 850]);
  return group(
    `<defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${light.sky[0]}"/>`,
    `<stop offset=".55" stop-color="${light.sky[1]}"/><stop offset="1" stop-color="${light.sky[2]}"/></linearGradient>`,
    `<radialGradient id="glow" gradientUnits="userSpaceOnUse" cx="${idol.x}" cy="${idol.y}" r="460"><stop offset="0" stop-color="${light.glow}" stop-opacity="${time === "night" ? 0.22 : 0.6}"/>`,
    `<stop offset="1" stop-color="${light.glow}" stop-opacity="0"/></radialGradient>`,
    `<radialGradient id="lamp"><stop offset="0" stop-color="${light.glow}" stop-opacity=".75"/><stop offset="1" stop-color="${light.glow}" stop-opacity="0"/></radialGradient></defs>`,
    box(0, 0, 1024, 1024, wall),
    window(time, light, tone, random),
    curtains(tone(random.pick(["#f4f2ee", "#eceff3", "#f3ece8"])), tone("#cfcfd4")),
    `<rect width="1024" height="1024" fill="url(#glow)"/>`,
    box(0, 872, 1024, 152, tone("#c9ae93")),
    box(0, 872, 1024, 12, tone("#dcc6ae")),
    vase(flowersX, 900, { tone, white: mix("#fdfcf8", light.ambient, light.strength * 0.35) }, random),
    random.pick([lamp, candle])(116, 880, tone, time === "night" || time === "evening" ? light.glow : undefined),
  );
}

const WINDOW = { x: 60, y: 190, width: 904, height: 640 } as const;

function window(time: TimeOfDay, light: QuietLight, tone: (color: string) => string, random: Random): string {
  const { x, y, width, height } = WINDOW;
  const frame = tone("#f7f4ef");
  const high = random.between(420, 520);
  const outside =
    time === "night"
      ? group(
          crescent(random.between(720, 800), high, 0.55),
          [190, 250, 690, 850].map((at) => circle(at, random.between(380, 560), 2.6, "#e8e6f2", 0.8)).join(""),
        )
      : group(
          cloud(random.between(160, 260), high, 0.8, "#ffffff", 0.5),
          cloud(random.between(760, 840), high + 60, 0.7, "#ffffff", 0.45),
        );
  return group(
    box(x - 22, y - 22, width + 44, height + 44, frame, 12),
    box(x, y, width, height, "url(#sky)", 6),
    outside,
    shape(
      `M${x},${y + height} V${y + height - 120} Q${x + 220},${y + height - 200} ${x + 450},${y + height - 130} T${x + width},${y + height - 160} V${y + height}Z`,
      light.hills,
      0.85,
    ),
    stroke(
      `M${x + width / 3},${y} v${height} M${x + (width * 2) / 3},${y} v${height} M${x},${y + 250} h${width}`,
      12,
      frame,
    ),
    box(x - 40, y + height, width + 80, 26, tone("#fbf8f3"), 8),
  );
}

function curtains(cloth: string, fold: string): string {
  const side = (transform: string): string =>
    group(
      `<g transform="${transform}" opacity=".92">`,
      shape("M0,150 H150 C144,420 128,640 140,872 H-10Z", cloth),
      stroke(
        "M36,160 C40,420 30,640 34,866 M78,160 C82,420 66,640 72,866 M116,160 C116,420 100,640 108,866",
        4,
        fold,
        0.7,
      ),
      "</g>",
    );
  return side("translate(0 0)") + side("translate(1024 0) scale(-1 1)");
}

/** `white`: of the petals, which stay white also at night. */
interface Petals {
  readonly tone: (color: string) => string;
  readonly white: string;
}

/** White flowers: lilies or daisies, by the seed. */
function vase(x: number, y: number, petals: Petals, random: Random): string {
  const { tone } = petals;
  const glass = tone(random.pick(["#9fb4c6", "#b5b0c4", "#c2b8ab"]));
  const bloom = random.pick([lily, daisy]);
  const heads = [
    [-62, -262, -24],
    [58, -276, 20],
    [-4, -330, 0],
    [-30, -214, -10],
    [36, -206, 12],
  ] as const;
  return group(
    `<g transform="translate(${x} ${y})">`,
    heads.map(([dx, dy]) => stroke(`M0,-90 Q${dx * 0.3},${dy * 0.6} ${dx},${dy}`, 6, tone("#7c9a7c"))).join(""),
    [-1, 1]
      .map((side) =>
        shape(
          `M0,-120 C${side * 60},-150 ${side * 96},-190 ${side * 104},-226 C${side * 50},-214 ${side * 14},-180 0,-120Z`,
          tone("#8fae8b"),
        ),
      )
      .join(""),
    heads.map(([dx, dy, turn]) => bloom(dx, dy, turn, petals)).join(""),
    shape(
      "M-40,-120 H40 C34,-96 58,-70 54,-30 C52,-6 40,0 0,0 C-40,0 -52,-6 -54,-30 C-58,-70 -34,-96 -40,-120Z",
      glass,
    ),
    stroke("M-30,-66 C-34,-46 -32,-30 -28,-20", 7, "#ffffff", 0.5),
    `<ellipse cx="0" cy="-120" rx="40" ry="8" fill="${mix(glass, "#000000", 0.12)}"/>`,
    "</g>",
  );
}

function lily(x: number, y: number, turn: number, { tone, white }: Petals): string {
  const petals = [-64, 64, -34, 34, 0].map(
    (each) =>
      `<path transform="rotate(${each})" d="M0,14 C-22,-10 -18,-48 0,-62 C18,-48 22,-10 0,14Z" fill="${white}" stroke="${tone("#cfccc6")}" stroke-width="2.600"/>`,
  );
  return group(
    `<g transform="translate(${x} ${y}) rotate(${turn})">`,
    petals.join(""),
    stroke("M0,0 V-26 M0,0 L-9,-22 M0,0 L9,-22", 3, tone("#d8c07a")),
    "</g>",
  );
}

function daisy(x: number, y: number, turn: number, { tone, white }: Petals): string {
  const petals = Array.from(
    { length: 10 },
    (_, index) =>
      `<ellipse transform="rotate(${index * 36})" cx="0" cy="-28" rx="11" ry="22" fill="${white}" stroke="${tone("#cfccc6")}" stroke-width="2.200"/>`,
  );
  return group(
    `<g transform="translate(${x} ${y}) rotate(${turn}) scale(1 .86)">`,
    petals.join(""),
    circle(0, 0, 13, tone("#e2cd86")),
    "</g>",
  );
}

function lamp(x: number, y: number, tone: (color: string) => string, lit: string | undefined): string {
  return group(
    lit === undefined ? "" : halo(x, y - 190, 200),
    stroke(`M${x},${y} V${y - 150}`, 10, tone("#8d7f74")),
    shape(`M${x - 34},${y - 232} H${x + 34} L${x + 66},${y - 140} H${x - 66}Z`, lit ?? tone("#f1e9dc")),
    box(x - 44, y - 10, 88, 14, tone("#8d7f74"), 7),
  );
}

/** A candle on two books, lit when it is dark. */
function candle(x: number, y: number, tone: (color: string) => string, lit: string | undefined): string {
  return group(
    box(x - 84, y - 26, 168, 28, tone("#8fa3bf"), 5),
    box(x - 72, y - 52, 150, 26, tone("#b9a99a"), 5),
    lit === undefined ? "" : halo(x, y - 106, 130),
    box(x - 20, y - 98, 40, 46, tone("#efe2cb"), 6),
    stroke(`M${x},${y - 98} v-10`, 3, tone("#6b5f58")),
    lit === undefined
      ? ""
      : shape(
          `M${x},${y - 102} C${x - 12},${y - 114} ${x - 6},${y - 128} ${x},${y - 138} C${x + 6},${y - 128} ${x + 12},${y - 114} ${x},${y - 102}Z`,
          "#ffd98a",
        ),
  );
}

function halo(x: number, y: number, radius: number): string {
  return `<circle cx="${x}" cy="${y}" r="${radius}" fill="url(#lamp)"/>`;
}

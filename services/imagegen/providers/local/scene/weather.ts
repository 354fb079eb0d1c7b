import { mix } from "../color.ts";
import type { Random } from "../random.ts";
import { group } from "../svg.ts";
import type { Light } from "./light.ts";
import { flowers } from "./nature.ts";
import type { Scene } from "./scene.ts";
import { box, circle, cloud, shape, stroke, tree } from "./shapes.ts";

/** A wet street: clouds, rain, puddles, lamps. */
export const rain: Scene = (light, random) => {
  const lamp = (x: number): string =>
    group(
      stroke(`M${x},520 V900`, 12, light.tone("#5f6b80")),
      circle(x, 500, 84, "#ffe9b0", 0.35),
      circle(x, 500, 28, "#fff1c4"),
    );
  const puddle = (x: number, y: number, width: number): string =>
    `<ellipse cx="${x}" cy="${y}" rx="${width}" ry="${width / 6}" fill="${mix(light.sky[1], "#ffffff", 0.35)}" fill-opacity=".9"/>`;
  return group(
    [-40, 150, 330, 560, 740, 900]
      .map((x) => box(x, random.between(480, 620), 170, 420, light.tone("#8d9db8"), 8))
      .join(""),
    [60, 240, 650, 830, 960].map((x) => box(x, random.between(660, 740), 34, 40, light.pane, 4)).join(""),
    cloud(120, 430, 1.5, light.tone("#b9c4d6")),
    cloud(900, 400, 1.6, light.tone("#aebace")),
    cloud(520, 330, 1.4, light.tone("#c6d0de")),
    lamp(110),
    lamp(930),
    box(0, 860, 1024, 164, light.tone("#8792a8")),
    box(0, 860, 1024, 12, light.tone("#b8c2d2")),
    puddle(180, 950, 150),
    puddle(760, 980, 190),
    drops(random, light.dark ? "#a9c8ff" : "#eef6ff"),
  );
};

/** A window with rain on it, seen from a dry room. */
export const rainWindow: Scene = (light, random) => {
  const runs = Array.from({ length: 34 }, () => {
    const [x, y] = [random.between(90, 934), random.between(260, 720)];
    return stroke(`M${x},${y} v${random.between(14, 80)}`, random.between(4, 8), "#ffffff", 0.5);
  });
  return group(
    box(0, 0, 1024, 1024, light.tone("#efe2d6")),
    box(50, 190, 924, 640, light.tone("#fffaf2"), 14),
    box(76, 216, 872, 588, mix(light.sky[1], "#7f90ab", 0.6), 6),
    [90, 260, 560, 760]
      .map((x) => box(x, random.between(470, 620), 150, 240, mix(light.sky[2], "#5f7190", 0.6), 6))
      .join(""),
    [130, 320, 610, 820, 860].map((x) => circle(x, random.between(600, 740), 16, "#ffe6a8", 0.75)).join(""),
    shape("M76,730 H948 V804 H76Z", mix(light.sky[0], "#4d6076", 0.6)),
    runs.join(""),
    stroke("M512,216 V804 M76,470 H948", 16, light.tone("#fffaf2")),
    box(20, 826, 984, 34, light.tone("#f6e9da"), 10),
    box(0, 900, 1024, 124, light.tone("#c79f7c")),
    shape("M0,180 H150 C144,420 128,640 146,880 H-10Z", light.tone("#9db8d8"), 0.95),
    shape("M1024,180 H874 C880,420 896,640 878,880 H1034Z", light.tone("#9db8d8"), 0.95),
  );
};

/** A snowy field, flakes falling. */
export const snow: Scene = (light, random) => {
  const flakes = Array.from({ length: 90 }, () =>
    circle(
      random.between(0, 1024),
      random.between(200, 1000),
      random.between(4, 11),
      "#ffffff",
      random.between(0.5, 0.95),
    ),
  );
  const fir = (x: number, y: number, scale: number): string =>
    `<g transform="translate(${x} ${y}) scale(${scale})">${box(-10, -30, 20, 40, light.tone("#8a5f48"))}${shape("M0,-230 L70,-110 H40 L90,-20 H-90 L-40,-110 H-70Z", light.tone("#5f9b86"))}${shape("M0,-230 L44,-154 Q20,-140 0,-156 Q-20,-140 -44,-154Z M40,-110 L66,-64 Q30,-52 0,-72 Q-30,-52 -66,-64 L-40,-110Z", "#ffffff", 0.9)}</g>`;
  return group(
    shape("M0,720 Q260,620 520,700 T1024,660 V1024 H0Z", light.tone("#d7e6f5")),
    fir(110, 820, 1.3),
    fir(260, 770, 0.8),
    fir(900, 830, 1.4),
    fir(770, 780, 0.8),
    shape("M0,850 Q300,790 600,850 T1024,820 V1024 H0Z", light.tone("#f2f8ff")),
    flakes.join(""),
  );
};

/** High summer: towering clouds, sunflowers. */
export const summer: Scene = (light, random) => {
  const sunflower = (x: number): string => {
    const y = random.between(700, 820);
    const petals = Array.from(
      { length: 12 },
      (_, index) =>
        `<ellipse transform="rotate(${index * 30})" cy="-42" rx="13" ry="26" fill="${light.tone("#ffc93d")}"/>`,
    );
    return group(
      stroke(`M${x},${y} Q${x + 8},${y + 120} ${x},1024`, 14, light.tone("#5fa85c")),
      `<g transform="translate(${x} ${y})">${petals.join("")}${circle(0, 0, 30, light.tone("#7a4a2a"))}</g>`,
    );
  };
  return group(
    cloud(170, 560, 2.6, light.tone("#ffffff")),
    cloud(880, 520, 2.8, light.tone("#ffffff")),
    cloud(560, 620, 2, light.tone("#f2f9ff")),
    shape("M0,800 Q260,730 520,790 T1024,770 V1024 H0Z", light.tone("#8ed07a")),
    [30, 140, 250, 740, 850, 970].map(sunflower).join(""),
    shape("M0,950 Q300,900 620,960 T1024,940 V1024 H0Z", light.tone("#6fbb68")),
  );
};

/** Spring haze over a field: no rain in it. */
export const spring: Scene = (light, random) =>
  group(
    shape("M0,700 Q200,560 420,660 T860,610 T1024,640 V1024 H0Z", light.tone("#9cc79b"), 0.8),
    tree(120, 870, 1.6, light.tone("#f7b3cb"), light.tone("#ffd9e6"), light.tone("#8a5a4c")),
    tree(900, 850, 1.5, light.tone("#f5a8c4"), light.tone("#ffd3e2"), light.tone("#8a5a4c")),
    shape("M0,850 Q260,800 560,860 T1024,840 V1024 H0Z", light.tone("#a9d98f")),
    Array.from({ length: 26 }, () =>
      circle(random.between(0, 1024), random.between(420, 980), random.between(5, 10), "#fff3b8", 0.7),
    ).join(""),
    flowers(light, random, 920),
  );

function drops(random: Random, color: string): string {
  return Array.from({ length: 80 }, () => {
    const [x, y] = [random.between(0, 1024), random.between(200, 980)];
    return stroke(`M${x},${y} l-8,40`, 5, color, 0.7);
  }).join("");
}

/** The sky of a day without sun. */
export function overcast(light: Light): Light {
  const grey = light.dark ? "#3d4866" : "#9fb0c6";
  const [top, middle, bottom] = light.sky;
  return {
    ...light,
    sky: [mix(top, grey, 0.75), mix(middle, grey, 0.65), mix(bottom, grey, 0.5)],
    glow: mix(light.glow, "#dfe8f5", 0.7),
    tone: (color) => mix(light.tone(color), grey, 0.22),
  };
}

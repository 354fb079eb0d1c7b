import { group } from "../svg.ts";
import type { Random } from "../random.ts";
import type { Light } from "./light.ts";
import type { Scene } from "./scene.ts";
import { box, circle, cloud, heart, shape, stroke, tree } from "./shapes.ts";

/** A ferris wheel and heart balloons. */
export const love: Scene = (light, random) => {
  const spokes = Array.from({ length: 8 }, (_, index) => {
    const angle = (index / 8) * 2 * Math.PI + 0.2;
    const [x, y] = [Math.round(820 + Math.cos(angle) * 190), Math.round(620 + Math.sin(angle) * 190)];
    const color = ["#ff8fb8", "#ffd166", "#8fd3ff", "#b79cff"][index % 4] ?? "#fff";
    return group(
      stroke(`M820,620 L${x},${y}`, 6, light.tone("#f3d5e6")),
      circle(x, y, 30, light.tone(color)),
      box(x - 18, y - 12, 36, 18, light.pane, 9),
    );
  });
  const balloon = (x: number, y: number, size: number): string =>
    stroke(`M${x},${y + size} q14,60 -4,130`, 4, light.tone("#ffffff"), 0.8) +
    heart(x, y, size, light.tone(random.pick(["#ff5f8f", "#ff8fb8", "#ff9f9f"])), 0.95, random.between(-10, 10));
  return group(
    stroke("M820,620 L740,960 M820,620 L900,960", 14, light.tone("#d9a9c6")),
    `<circle cx="820" cy="620" r="190" fill="none" stroke="${light.tone("#ffc2dc")}" stroke-width="14"/>`,
    spokes.join(""),
    circle(820, 620, 26, light.tone("#ff7fae")),
    shape("M0,900 Q220,820 520,890 T1024,860 V1024 H0Z", light.tone("#9fdd9a")),
    shape("M0,970 Q300,900 620,960 T1024,950 V1024 H0Z", light.tone("#7cc886")),
    balloon(96, 560, 56),
    balloon(186, 700, 38),
    balloon(660, 800, 34),
    flowers(light, random, 930),
  );
};

/** A park with bunting and balloons. */
export const friends: Scene = (light, random) => {
  const colors = ["#ff7d8d", "#ffd05c", "#6cc7ff", "#8fdc86", "#c79cff"];
  const flags = Array.from({ length: 12 }, (_, index) => {
    const x = index * 90 + 8;
    const y = Math.round(430 + Math.sin((index / 11) * Math.PI) * 90);
    return shape(`M${x},${y} l52,4 l-30,54Z`, light.tone(colors[index % 5] ?? "#fff"));
  });
  const balloon = (x: number, y: number, index: number): string =>
    group(
      stroke(`M${x},${y + 60} Q${x + 16},${y + 120} 890,900`, 3, light.tone("#ffffff")),
      `<ellipse cx="${x}" cy="${y}" rx="44" ry="56" fill="${light.tone(colors[index] ?? "#fff")}"/>`,
      shape(`M${x - 8},${y + 64} l8,-12 l8,12Z`, light.tone(colors[index] ?? "#fff")),
      stroke(`M${x - 22},${y - 16} q4,-22 20,-26`, 8, "#ffffff", 0.7),
    );
  return group(
    stroke("M0,428 Q512,620 1024,428", 5, light.tone("#ffffff")),
    flags.join(""),
    shape("M0,800 Q240,720 540,790 T1024,770 V1024 H0Z", light.tone("#a6e08f")),
    tree(70, 880, 1.2, light.tone("#66bd6f"), light.tone("#a6e09a"), light.tone("#8a5a3c")),
    balloon(820, 600, 0),
    balloon(920, 580, 2),
    balloon(874, 664, 1),
    box(740, 890, 260, 24, light.tone("#c98b55"), 10),
    box(740, 846, 260, 20, light.tone("#d79c66"), 10),
    stroke("M770,914 v70 M970,914 v70 M770,850 v50 M970,850 v50", 14, light.tone("#7f5a44")),
    shape("M0,960 Q300,920 600,962 T1024,956 V1024 H0Z", light.tone("#7fcb74")),
    flowers(light, random, 950),
  );
};

/** Mountains and a meadow: air to breathe. */
export const health: Scene = (light, random) =>
  group(
    shape("M-60,800 L170,470 L330,690 L430,600 L620,800Z", light.tone("#8fb3e6")),
    shape("M170,470 L112,553 L150,574 L178,546 L206,580 L232,556Z", light.tone("#ffffff")),
    shape("M520,800 L810,430 L1100,800Z", light.tone("#7da5de")),
    shape("M810,430 L734,528 L776,552 L812,520 L846,556 L888,530Z", light.tone("#ffffff")),
    shape("M0,780 Q260,700 540,770 T1024,740 V1024 H0Z", light.tone("#a8e29a")),
    shape(
      "M700,1024 Q860,900 760,850 Q700,810 800,770 L830,772 Q760,812 830,850 Q960,910 900,1024Z",
      light.tone("#fff0cf"),
    ),
    tree(70, 850, 0.9, light.tone("#5fb97a"), light.tone("#9fe0a8"), light.tone("#8a5a3c")),
    tree(180, 830, 0.6, light.tone("#6cc586"), light.tone("#a8e8b2"), light.tone("#8a5a3c")),
    tree(960, 840, 1, light.tone("#5fb97a"), light.tone("#9fe0a8"), light.tone("#8a5a3c")),
    shape("M0,930 Q280,880 560,930 T1024,910 V1024 H0Z", light.tone("#82d07e"), 0.85),
    flowers(light, random, 900),
  );

/** Rain that is about to stop: a rainbow, an umbrella, puddles. */
export const weather: Scene = (light, random) => {
  const bands = ["#ff8a8a", "#ffc078", "#fff08a", "#8fe08f", "#8acbff", "#c5a3ff"].map(
    (color, index) =>
      `<circle cx="760" cy="900" r="${470 - index * 24}" fill="none" stroke="${light.tone(color)}" stroke-width="24" opacity="${light.dark ? 0.45 : 0.75}"/>`,
  );
  const drop = (): string => {
    const [x, y] = [random.between(0, 1024), random.between(360, 940)];
    return stroke(`M${x},${y} l-6,26`, 5, light.dark ? "#9fc4ff" : "#ffffff", 0.75);
  };
  const umbrella = random.pick(["#ff7fa0", "#ffb84d", "#6fb8ff"]);
  return group(
    bands.join(""),
    cloud(96, 470, 1.15, light.tone("#d6dfee")),
    cloud(940, 410, 1.2, light.tone("#cbd6e8")),
    cloud(760, 360, 0.9, light.tone("#e4ebf5")),
    Array.from({ length: 60 }, drop).join(""),
    shape("M0,880 Q300,840 560,880 T1024,860 V1024 H0Z", light.tone("#8fc9a0")),
    `
<ellipse cx="160" cy="968" rx="130" ry="22" fill="${light.tone("#b5e0ff")}" opacity=".9"/>`,
    `<ellipse cx="700" cy="990" rx="110" ry="18" fill="${light.tone("#b5e0ff")}" opacity=".9"/>`,
    `<g transform="translate(876 800) rotate(14)">`,
    stroke("M0,-120 V120 q0,34 28,34 q24,0 24,-26", 12, light.tone("#8a5a3c")),
    shape(
      "M-160,10 C-150,-110 -60,-150 0,-150 C60,-150 150,-110 160,10 Q134,-22 106,10 Q80,-22 53,10 Q26,-22 0,10 Q-26,-22 -53,10 Q-80,-22 -106,10 Q-134,-22 -160,10Z",
      light.tone(umbrella),
    ),
    shape("M-53,10 C-50,-80 -20,-150 0,-150 C20,-150 50,-80 53,10 Q26,-22 0,10 Q-26,-22 -53,10Z", "#ffffff", 0.35),
    "</g>",
  );
};

function flowers(light: Light, random: Random, fromY: number): string {
  const one = (): string => {
    const [x, y, radius] = [random.between(0, 1024), random.between(fromY, 1015), random.between(5, 9)];
    const color = light.tone(random.pick(["#ffffff", "#ff9ec4", "#ffe27a", "#c7a6ff"]));
    return group(
      circle(x - radius, y, radius, color),
      circle(x + radius, y, radius, color),
      circle(x, y - radius, radius, color),
      circle(x, y + radius, radius, color),
      circle(x, y, radius * 0.7, light.tone("#ffb52e")),
    );
  };
  return Array.from({ length: 22 }, one).join("");
}

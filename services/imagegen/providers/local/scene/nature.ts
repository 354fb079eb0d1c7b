import { mix } from "../color.ts";
import { group } from "../svg.ts";
import type { Random } from "../random.ts";
import type { Light } from "./light.ts";
import type { Scene } from "./scene.ts";
import { box, circle, shape, star, stroke, tree } from "./shapes.ts";

/** A park with trees and an empty bench. */
export const park: Scene = (light, random) =>
  group(
    shape("M0,760 Q240,690 540,750 T1024,730 V1024 H0Z", light.tone("#b4e3a0")),
    tree(40, 860, 1.5, light.tone("#66bd6f"), light.tone("#a6e09a"), light.tone("#8a5a3c")),
    tree(230, 800, 0.9, light.tone("#7cc882"), light.tone("#b2e6a8"), light.tone("#8a5a3c")),
    tree(930, 850, 1.6, light.tone("#5fb46a"), light.tone("#a0dc96"), light.tone("#8a5a3c")),
    tree(760, 790, 0.8, light.tone("#7cc882"), light.tone("#b2e6a8"), light.tone("#8a5a3c")),
    shape("M380,1024 Q470,880 560,770 L610,770 Q640,880 760,1024Z", light.tone("#f3e2c0")),
    shape("M0,930 Q200,880 400,950 L360,1024 H0Z M1024,930 Q860,890 700,960 L760,1024 H1024Z", light.tone("#8fd183")),
    flowers(light, random, 930),
  );

/** A river bank, a bridge far away. */
export const riverside: Scene = (light, random) => {
  const glints = Array.from({ length: 26 }, () => {
    const y = random.between(690, 860);
    return stroke(`M${random.between(0, 1000)},${y} h${random.between(16, 70)}`, 5, light.glow, 0.6);
  });
  const arch = (x: number): string => stroke(`M${x},664 Q${x + 75},590 ${x + 150},664`, 9, light.tone("#8d86a8"));
  return group(
    shape("M0,640 Q120,560 260,610 T540,590 T820,600 T1024,570 V700 H0Z", light.tone("#8fa9c9"), 0.8),
    box(0, 652, 1024, 240, mix(light.sky[1], light.sky[2], 0.5)),
    [20, 170, 320, 470, 620, 770, 920].map(arch).join(""),
    box(0, 656, 1024, 14, light.tone("#a29bbb")),
    glints.join(""),
    shape("M0,850 Q260,800 560,868 T1024,840 V1024 H0Z", light.tone("#86c07f")),
    shape("M0,930 Q300,880 620,950 T1024,930 V1024 H0Z", light.tone("#6fae72")),
    flowers(light, random, 930),
  );
};

/** Sea, beach, a far headland. */
export const seaside: Scene = (light, random) => {
  const waves = Array.from({ length: 22 }, () =>
    stroke(`M${random.between(0, 1000)},${random.between(600, 780)} q18,-10 36,0`, 5, "#ffffff", 0.55),
  );
  return group(
    box(0, 580, 1024, 230, light.tone("#5fb2da")),
    box(0, 700, 1024, 120, light.tone("#83cfe0"), 0),
    shape("M700,582 Q800,510 900,540 T1024,520 V586 H700Z", light.tone("#7fae8f")),
    waves.join(""),
    shape("M0,800 Q180,770 380,806 T760,800 T1024,786 V1024 H0Z", "#ffffff", 0.7),
    shape("M0,818 Q180,790 380,824 T760,818 T1024,806 V1024 H0Z", light.tone("#f6e2b8")),
    shape("M0,930 Q300,890 600,940 T1024,920 V1024 H0Z", light.tone("#ecd09a")),
  );
};

/** A hill under the stars. */
export const nightSky: Scene = (light, random) => {
  const dust = Array.from({ length: 60 }, () => {
    const x = random.between(0, 1024);
    return circle(
      x,
      620 - x * 0.42 + random.between(-90, 90),
      random.between(1.5, 4),
      "#fff6d8",
      random.between(0.3, 0.9),
    );
  });
  return group(
    shape("M-60,760 Q300,520 640,330 T1100,60 V240 Q760,440 460,640 T-60,900Z", "#cbb6ff", 0.2),
    dust.join(""),
    star(180, 470, 22, "#fff3c4"),
    star(880, 520, 18, "#fff3c4"),
    star(600, 400, 14, "#ffffff"),
    shape("M0,800 Q240,720 520,780 T1024,740 V1024 H0Z", light.tone("#4d7a6d")),
    shape("M0,910 Q300,850 620,910 T1024,880 V1024 H0Z", light.tone("#3f6a5c")),
  );
};

/** Mountains and a meadow: air to breathe. */
export const hill: Scene = (light, random) =>
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

export function flowers(light: Light, random: Random, fromY: number): string {
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

import { group } from "../svg.ts";
import type { Scene } from "./scene.ts";
import { box, circle, shape, stroke, tree } from "./shapes.ts";

/** Office towers. */
export const office: Scene = (light, random) => {
  const tower = (x: number, y: number, width: number, color: string): string => {
    const columns = Math.floor((width - 24) / 34);
    const rows = Math.floor((1000 - y) / 46);
    const panes = Array.from({ length: columns * rows }, (_, index) => {
      const lit = !light.dark || random.between(0, 1) < 0.55;
      return box(
        x + 20 + (index % columns) * 34,
        y + 26 + Math.floor(index / columns) * 46,
        20,
        28,
        lit ? light.pane : light.tone("#4d5f8a"),
        4,
      );
    });
    return box(x, y, width, 1024 - y, light.tone(color), 10) + panes.join("");
  };
  const far = [-20, 120, 560, 690, 900].map((x) =>
    box(x, random.between(430, 600), 130, 600, light.tone("#a9c4ee"), 8),
  );
  return group(
    `<g opacity=".7">`,
    far.join(""),
    "</g>",
    tower(-30, 560, 180, "#7f9fd6"),
    tower(700, 470, 150, "#6d8dcb"),
    tower(868, 600, 190, "#8aa9dd"),
    stroke("M775,470 V410 M775,410 l0,-4", 8, light.tone("#6d8dcb")),
    circle(775, 404, 8, "#ff6b6b"),
    tree(640, 1040, 0.9, light.tone("#6fbf73"), light.tone("#a5dd9a"), light.tone("#8a5a3c")),
    tree(196, 1050, 0.8, light.tone("#6fbf73"), light.tone("#a5dd9a"), light.tone("#8a5a3c")),
  );
};

/** A train on its viaduct. */
export const platform: Scene = (light, random) => {
  const stripe = random.pick(["#ff8a3d", "#5cc26a", "#4aa3ff", "#ff6fa3"]);
  const carriage = (x: number): string =>
    group(
      box(x, 640, 420, 150, light.tone("#f4f6fb"), 22),
      box(x, 738, 420, 24, light.tone(stripe)),
      [28, 118, 288, 356].map((at) => box(x + at, 666, at === 118 ? 66 : 56, 56, light.pane, 10)).join(""),
      box(x + 204, 656, 64, 130, light.tone("#d5dcea"), 6),
      box(x + 213, 668, 46, 50, light.pane, 6),
    );
  const pole = (x: number): string => stroke(`M${x},560 V800 M${x - 46},580 H${x + 46}`, 10, light.tone("#7c86a3"));
  return group(
    shape("M0,700 Q200,600 420,690 T1024,660 V1024 H0Z", light.tone("#9ccf9f"), 0.9),
    pole(110),
    pole(700),
    stroke("M0,580 Q110,600 400,582 T1024,586", 4, light.tone("#5f6885")),
    carriage(-190),
    carriage(236),
    carriage(662),
    box(0, 790, 1024, 34, light.tone("#b9b4c6")),
    box(0, 824, 1024, 16, light.tone("#8d88a0")),
    [60, 420, 780, 980]
      .map((x) => shape(`M${x - 40},840 H${x + 40} L${x + 26},1024 H${x - 26}Z`, light.tone("#a7a2b6")))
      .join(""),
    shape("M0,960 Q260,910 520,956 T1024,940 V1024 H0Z", light.tone("#7dbb7a")),
  );
};

/** A quiet street with wires and a vending machine. */
export const street: Scene = (light, random) => {
  const roofs: readonly [string, string, string] = ["#e8836b", "#6f8fd0", "#5fae9b"];
  const house = (x: number, y: number, width: number): string =>
    group(
      box(x, y, width, 1024 - y, light.tone("#fff3e2")),
      shape(
        `M${x - 24},${y + 4} L${x + width / 2},${y - 96} L${x + width + 24},${y + 4}Z`,
        light.tone(random.pick(roofs)),
      ),
      box(x + 26, y + 44, 62, 62, light.pane, 6),
      box(x + width - 88, y + 44, 62, 62, light.pane, 6),
      stroke(
        `M${x + 57},${y + 44} v62 M${x + 26},${y + 75} h62 M${x + width - 57},${y + 44} v62 M${x + width - 88},${y + 75} h62`,
        5,
        light.tone("#c9a98a"),
      ),
    );
  const drinks = [0, 1, 2, 3, 4, 5].map((index) =>
    box(
      884 + (index % 3) * 34,
      752 + Math.floor(index / 3) * 62,
      20,
      44,
      ["#ff7d7d", "#6cc3ff", "#7edb8b"][index % 3] ?? "#fff",
      7,
    ),
  );
  return group(
    house(-50, 650, 250),
    house(640, 600, 230),
    stroke("M250,420 V1024 M206,470 H294 M214,510 H286", 14, light.tone("#8b7f86")),
    stroke("M0,430 Q130,500 250,470 T1024,400 M0,470 Q130,540 250,510 T1024,450", 4, light.tone("#5b5566")),
    box(862, 700, 150, 300, light.tone("#e9505f"), 14),
    box(876, 736, 122, 142, light.dark ? "#fffbe2" : light.tone("#fffdf5"), 8),
    drinks.join(""),
    box(884, 906, 106, 30, light.tone("#7c2334"), 8),
    box(0, 984, 1024, 40, light.tone("#b6b2bd")),
    box(0, 984, 1024, 8, light.tone("#e3e0e6")),
    tree(596, 1000, 0.8, light.tone("#f7a8c4"), light.tone("#ffd3e2"), light.tone("#8a5a4c")),
  );
};

/** A house with warm windows and a fence. */
export const town: Scene = (light, random) => {
  const fence = Array.from({ length: 15 }, (_, index) =>
    shape(`M${index * 74 - 12},1024 v-92 l22,-26 l22,26 v92Z`, light.tone("#fffaf2")),
  );
  const smoke = [0, 1, 2].map((step) =>
    circle(912 + step * 22, 452 - step * 44, 22 + step * 8, light.tone("#ffffff"), 0.7 - step * 0.16),
  );
  return group(
    shape("M0,780 Q260,690 520,770 T1024,740 V1024 H0Z", light.tone("#98d68c")),
    smoke.join(""),
    box(884, 480, 46, 110, light.tone("#b9695a")),
    shape("M600,640 L800,470 L1000,640Z", light.tone(random.pick(["#e3735e", "#d9677f", "#6d8fd6"]))),
    box(640, 636, 320, 260, light.tone("#fff2dc")),
    box(680, 684, 92, 92, light.pane, 12),
    box(836, 684, 92, 92, light.pane, 12),
    stroke("M726,684 v92 M680,730 h92 M882,684 v92 M836,730 h92", 6, light.tone("#c08a63")),
    box(764, 790, 78, 106, light.tone("#a8663f"), 12),
    circle(828, 846, 6, "#ffd35c"),
    tree(90, 900, 1.3, light.tone("#6cc070"), light.tone("#a6e09a"), light.tone("#8a5a3c")),
    fence.join(""),
    box(0, 950, 1024, 16, light.tone("#f0e4d2")),
    box(0, 994, 1024, 16, light.tone("#f0e4d2")),
  );
};

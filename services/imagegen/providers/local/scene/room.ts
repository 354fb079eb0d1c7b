import { group } from "../svg.ts";
import { mix } from "../color.ts";
import type { Light } from "./light.ts";
import type { Scene } from "./scene.ts";
import { box, circle, crescent, shape, star, stroke } from "./shapes.ts";

/** Bookshelf, desk lamp, textbooks. */
export const library: Scene = (light, random) => {
  const spine = ["#ff8a80", "#ffd166", "#7cc6ff", "#8edc9a", "#c39bff", "#ffab6b"] as const;
  const shelf = (y: number): string => {
    const books: string[] = [];
    for (let x = 6; x < 226;) {
      const [width, height] = [random.between(20, 36), random.between(78, 116)];
      books.push(
        box(x, y - height, width, height, light.tone(random.pick(spine)), 5),
        box(x + 5, y - height + 14, width - 10, 6, "#ffffff", 3),
      );
      x += width + 3;
    }
    return `${books.join("")}${box(0, y, 250, 18, light.tone("#b9814f"))}`;
  };
  return group(
    wall(light, "#fdeccf"),
    pane(light, 690, 380, 300, 330),
    box(0, 360, 250, 664, light.tone("#8a5c38")),
    shelf(520),
    shelf(668),
    shelf(816),
    box(0, 930, 1024, 94, light.tone("#d39a63")),
    box(0, 930, 1024, 14, light.tone("#eab985")),
    lamp(light, 940, 930),
    box(690, 892, 170, 38, light.tone("#6f9cf0"), 8),
    box(704, 858, 150, 34, light.tone("#ff8f9e"), 8),
    box(696, 826, 156, 32, light.tone("#7fd39a"), 8),
    box(700, 870, 100, 8, "#ffffff", 4),
    box(712, 838, 80, 8, "#ffffff", 4),
  );
};

/** A living room: curtains, a plant, a cat. */
export const livingRoom: Scene = (light, random) =>
  group(
    wall(light, "#ffe6dc"),
    pane(light, 664, 370, 320, 360),
    curtain(light, 640, random.pick(["#ff9fb5", "#9fc9ff", "#ffd27f"])),
    box(30, 420, 150, 120, light.tone("#fffdf8"), 8),
    box(44, 434, 122, 92, light.tone("#bfe6d4")),
    box(0, 880, 1024, 144, light.tone("#e0aa7c")),
    box(0, 880, 1024, 12, light.tone("#fff5ea")),
    plant(light, 96, 980),
    cat(light, 880, 950),
    `<ellipse cx="480" cy="1010" rx="520" ry="60" fill="${light.tone("#f7c9d2")}" fill-opacity=".8"/>`,
  );

/** A bedroom: pillow, hanging stars. */
export const bedroom: Scene = (light, random) => {
  const mobile = [60, 130, 200, 620].map((x, index) => {
    const y = random.between(430, 560);
    return (
      stroke(`M${x},300 V${y}`, 3, light.tone("#ffffff"), 0.8) +
      star(x, y + 16, index % 2 === 0 ? 30 : 22, light.dark ? "#ffe79a" : light.tone("#ffd35c"))
    );
  });
  return group(
    wall(light, "#e4dcff"),
    pane(light, 690, 380, 290, 320),
    curtain(light, 666, "#b7a5f2"),
    mobile.join(""),
    box(0, 760, 1024, 264, light.tone("#c6a1e0"), 40),
    shape("M20,820 Q30,750 130,760 Q230,750 236,820 Q240,892 130,886 Q24,892 20,820Z", light.tone("#ffffff")),
    shape("M0,880 Q260,820 520,870 T1024,850 V1024 H0Z", light.tone("#9fb4f5")),
    stroke("M0,910 Q260,850 520,900 T1024,880", 12, light.tone("#dfe6ff")),
  );
};

/** A desk with a screen and a plant. */
export const desk: Scene = (light, random) => {
  const lines = Array.from({ length: 7 }, (_, row) =>
    box(
      690 + random.pick([0, 20, 40]),
      506 + row * 26,
      random.between(90, 200),
      10,
      random.pick(["#7df0d0", "#ffd479", "#8fb8ff"]),
      5,
    ),
  );
  return group(
    wall(light, "#dbe4f7"),
    pane(light, 60, 390, 260, 320),
    box(650, 470, 330, 240, light.tone("#39405f"), 20),
    box(666, 486, 298, 206, "#2b3560", 10),
    lines.join(""),
    shape("M785,710 h60 l12,90 h-84Z", light.tone("#565f85")),
    box(0, 880, 1024, 144, light.tone("#d2a678")),
    box(0, 880, 1024, 12, light.tone("#ecc79b")),
    box(660, 846, 300, 36, light.tone("#f2f4fb"), 12),
    plant(light, 96, 900),
  );
};

/** A kitchen: shelf, window, kettle. */
export const kitchen: Scene = (light, random) => {
  const jar = (x: number): string =>
    box(x, 470, 52, 66, light.tone(random.pick(["#ffd9a8", "#bfe3c6", "#f8c1c8", "#cfe0f5"])), 10) +
    box(x + 4, 458, 44, 16, light.tone("#b9814f"), 5);
  return group(
    wall(light, "#fff1dc"),
    pane(light, 380, 390, 250, 250),
    box(20, 536, 300, 18, light.tone("#b9814f"), 4),
    [40, 110, 180, 250].map(jar).join(""),
    box(700, 536, 310, 18, light.tone("#b9814f"), 4),
    [720, 790, 860, 930].map(jar).join(""),
    box(0, 800, 1024, 30, light.tone("#e9d3b8")),
    box(0, 830, 1024, 194, light.tone("#c8dcd2")),
    stroke("M256,850 V1024 M512,850 V1024 M768,850 V1024", 6, light.tone("#a9c4b8")),
    shape("M800,800 C790,720 930,720 920,800Z", light.tone("#f08f7a")),
    stroke("M812,740 Q860,680 908,740", 10, light.tone("#6d5a56")),
    stroke("M916,776 L960,744", 14, light.tone("#f08f7a")),
    plant(light, 110, 800),
  );
};

/** A desk late at night: lit towers outside, one lamp on. */
export const nightOffice: Scene = (light, random) => {
  const towers = [80, 230, 380, 560, 720, 850].map((x) => {
    const y = random.between(360, 560);
    const panes = Array.from({ length: 18 }, (_, index) =>
      box(
        x + 14 + (index % 3) * 36,
        y + 24 + Math.floor(index / 3) * 46,
        20,
        26,
        random.pick([light.pane, "#3c4a78", "#3c4a78"]),
        3,
      ),
    );
    return box(x, y, 124, 500, mix("#2f3a66", light.sky[1], 0.2), 4) + panes.join("");
  });
  return group(
    box(0, 0, 1024, 1024, light.tone("#dfe3ee")),
    box(50, 200, 924, 620, light.tone("#f4f5fa"), 8),
    box(70, 220, 884, 580, "url(#sky)"),
    towers.join(""),
    stroke("M365,220 V800 M660,220 V800", 16, light.tone("#f4f5fa")),
    box(0, 800, 1024, 60, light.tone("#cdd2e0")),
    box(0, 876, 1024, 148, light.tone("#c79a6d")),
    box(0, 876, 1024, 12, light.tone("#e6c094")),
    lamp({ ...light, dark: true }, 940, 880),
    [0, 1, 2, 3, 4]
      .map((sheet) =>
        box(80 + (sheet % 2) * 8, 852 - sheet * 16, 150, 18, light.tone(sheet % 2 === 0 ? "#ffffff" : "#e8ecf5"), 3),
      )
      .join(""),
  );
};

function wall(light: Light, color: string): string {
  const tone = light.tone(color);
  const stripes = Array.from({ length: 9 }, (_, index) => box(index * 128, 0, 64, 1024, mix(tone, "#ffffff", 0.22)));
  return box(0, 0, 1024, 1024, tone) + stripes.join("");
}

/**
 * A window that shows the sky which the scene's painter has drawn: the same gradient, and moon or
 * sun.
 */
function pane(light: Light, x: number, y: number, width: number, height: number): string {
  const [cx, cy] = [x + width * 0.62, y + height * 0.36];
  const luminary = light.moon
    ? group(
        crescent(cx, cy, 0.7),
        star(x + 60, y + 60, 10, "#fff"),
        star(x + 110, y + height - 70, 8, "#fff"),
        star(x + width - 40, y + height - 110, 9, "#fff"),
        star(x + 40, y + 180, 7, "#fff"),
      )
    : `${circle(cx, cy, 70, light.glow, 0.5)}${circle(cx, cy, 44, "#fff7d6")}`;
  return group(
    box(x - 20, y - 20, width + 40, height + 40, light.tone("#ffffff"), 16),
    box(x, y, width, height, "url(#sky)", 8),
    luminary,
    shape(
      `M${x},${y + height} v-60 q60,-50 120,-10 q70,-60 ${width - 120},10 v60Z`,
      mix("#8fcf9a", light.sky[0], light.dark ? 0.6 : 0.1),
    ),
    stroke(`M${x + width / 2},${y} v${height} M${x},${y + height / 2} h${width}`, 14, light.tone("#ffffff")),
  );
}

function curtain(light: Light, x: number, color: string): string {
  const [tone, fold] = [light.tone(color), light.tone(mix(color, "#7a3f7a", 0.25))];
  const side = (from: number, flip: 1 | -1): string =>
    group(
      `<g transform="translate(${from} 340) scale(${flip} 1)">`,
      shape("M0,0 H110 C104,180 60,280 26,330 C50,370 44,420 40,440 H-10Z", tone),
      stroke("M30,10 C34,160 20,260 6,330 M70,10 C70,150 44,250 18,326", 5, fold),
      "</g>",
    );
  return `${side(x, 1)}${side(1012, -1)}${stroke(`M${x - 16},340 H1030`, 14, light.tone("#b9814f"))}`;
}

function lamp(light: Light, x: number, y: number): string {
  const beam = light.dark
    ? shape(`M${x - 66},${y - 180} L${x - 210},${y} H${x + 20} L${x - 6},${y - 214}Z`, "#fff0b0", 0.4)
    : "";
  return group(
    beam,
    stroke(`M${x},${y} V${y - 120} L${x - 40},${y - 190}`, 12, light.tone("#6d6a86")),
    shape(
      `M${x - 80},${y - 160} L${x - 62},${y - 226} L${x + 4},${y - 196} L${x - 8},${y - 170}Z`,
      light.tone("#ffb84d"),
    ),
    box(x - 46, y - 14, 92, 16, light.tone("#6d6a86"), 8),
  );
}

function plant(light: Light, x: number, y: number): string {
  const leaf = (turn: number): string =>
    `<path transform="translate(${x} ${y - 70}) rotate(${turn})" d="M0,0 C-40,-70 -30,-150 0,-190 C30,-150 40,-70 0,0Z" fill="${light.tone(turn % 2 === 0 ? "#5fb97a" : "#7fd08f")}"/>`;
  return group(
    [-52, 51, -25, 27, 0].map(leaf).join(""),
    shape(`M${x - 56},${y - 80} H${x + 56} L${x + 40},${y + 20} H${x - 40}Z`, light.tone("#e78f6a")),
    box(x - 64, y - 92, 128, 26, light.tone("#f3a582"), 8),
  );
}

function cat(light: Light, x: number, y: number): string {
  const fur = light.tone("#fff6ea");
  const ink = light.tone("#7a4f4a");
  return group(
    `<g transform="translate(${x} ${y})">`,
    stroke("M70,0 C130,10 130,-60 96,-56", 22, fur),
    `<ellipse cx="0" cy="-24" rx="98" ry="52" fill="${fur}"/>`,
    shape("M-104,-60 L-98,-116 L-64,-94 L-36,-116 L-26,-62Z", fur),
    `<ellipse cx="-66" cy="-52" rx="50" ry="42" fill="${fur}"/>`,
    shape("M20,-74 Q50,-82 74,-58 Q56,-38 30,-50Z", light.tone("#ffc48a")),
    stroke("M-92,-52 q9,9 18,0 M-58,-52 q9,9 18,0 M-72,-38 q6,6 12,0", 4, ink),
    circle(-96, -38, 9, "#ff9ea8", 0.6),
    circle(-38, -38, 9, "#ff9ea8", 0.6),
    "</g>",
  );
}

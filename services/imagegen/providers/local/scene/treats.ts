import { group } from "../svg.ts";
import { indoors, type Light } from "./light.ts";
import type { Scene } from "./scene.ts";
import { box, circle, shape, stroke } from "./shapes.ts";

/** A café table full of sweets. */
export const food: Scene = (light, random) => {
  const lit = indoors(light); // lanterns stand over what one should look at
  const bulbs = Array.from({ length: 12 }, (_, index) => {
    const y = Math.round(400 + Math.sin((index / 11) * Math.PI) * 80);
    return (
      circle(index * 94, y + 16, 12, light.dark ? "#ffe79a" : light.tone("#fff3c4")) +
      (light.dark ? circle(index * 94, y + 16, 28, "#ffe79a", 0.25) : "")
    );
  });
  const checks = Array.from({ length: 8 }, (_, index) => box(index * 128, 884, 64, 140, light.tone("#ffd9e2")));
  return group(
    shape("M0,760 Q260,690 520,750 T1024,730 V1024 H0Z", light.tone("#b5e3a5")),
    stroke("M0,400 Q512,560 1024,400", 4, light.tone("#8a6a5a")),
    bulbs.join(""),
    box(0, 884, 1024, 140, light.tone("#fff6f2")),
    checks.join(""),
    box(0, 876, 1024, 16, light.tone("#f3a9b8"), 8),
    parfait(lit, 110, 884, random.pick(["#ff8fa8", "#ffb35c", "#9fd07a"])),
    cake(lit, 780, 880),
    cup(lit, 946, 880),
    circle(212, 866, 20, light.tone("#ff8a8a")),
    stroke("M212,848 q6,-20 18,-24", 4, light.tone("#6fa04f")),
  );
};

/** A piggy bank and a rain of coins. */
export const money: Scene = (light, random) => {
  const lit = indoors(light); // gold must shine at night, too
  const falling = Array.from({ length: 14 }, () =>
    coin(lit, random.between(0, 1024), random.between(360, 760), random.between(14, 26), random.between(0.45, 1)),
  );
  const pile = (x: number, count: number): string =>
    Array.from({ length: count }, (_, index) =>
      group(
        `<ellipse cx="${x}" cy="${960 - index * 24}" rx="58" ry="20" fill="${lit.tone("#d99a1f")}"/>`,
        `<ellipse cx="${x}" cy="${952 - index * 24}" rx="58" ry="20" fill="${lit.tone("#ffd35c")}"/>`,
        `<ellipse cx="${x}" cy="${952 - index * 24}" rx="40" ry="12" fill="none" stroke="${lit.tone("#d99a1f")}" stroke-width="4"/>`,
      ),
    ).join("");
  return group(
    shape("M0,820 Q260,750 520,810 T1024,790 V1024 H0Z", light.tone("#bfe8b0")),
    falling.join(""),
    pile(70, 9),
    pile(190, 4),
    pile(968, 3),
    pig(lit, 820, 880),
    shape("M0,970 Q300,940 600,972 T1024,962 V1024 H0Z", light.tone("#93d08a")),
  );
};

function parfait(light: Light, x: number, y: number, syrup: string): string {
  return group(
    `<g transform="translate(${x} ${y})">`,
    shape("M-70,-210 H70 L34,-60 H-34Z", light.tone("#fff4ea")),
    shape("M-60,-170 H60 L52,-136 H-52Z", light.tone(syrup)),
    shape("M-46,-110 H46 L38,-80 H-38Z", light.tone("#c98b55")),
    box(-8, -60, 16, 44, light.tone("#e8eef7")),
    box(-46, -18, 92, 18, light.tone("#e8eef7"), 9),
    circle(-32, -226, 40, light.tone("#fffdf5")),
    circle(34, -226, 40, light.tone(syrup)),
    circle(0, -262, 38, light.tone("#ffe9c9")),
    circle(8, -304, 18, light.tone("#ff5f6d")),
    shape("M40,-262 L92,-340 L104,-332 L58,-244Z", light.tone("#c98b55")),
    stroke("M-58,-200 L-30,-74", 7, "#ffffff", 0.8),
    "</g>",
  );
}

function cake(light: Light, x: number, y: number): string {
  return group(
    `<g transform="translate(${x} ${y})"><ellipse cx="0" cy="-6" rx="140" ry="18" fill="${light.tone("#e8eef7")}"/>`,
    shape("M-104,-14 V-96 L104,-120 V-14Z", light.tone("#ffe3a8")),
    box(-104, -66, 208, 18, light.tone("#ff9fb2")),
    shape(
      "M-112,-92 Q-110,-130 -40,-140 L112,-140 V-100 Q96,-84 80,-100 Q60,-78 40,-98 Q20,-76 0,-96 Q-20,-74 -40,-94 Q-60,-72 -80,-90 Q-100,-76 -112,-92Z",
      light.tone("#fffdf8"),
    ),
    shape("M20,-140 C0,-170 20,-196 44,-192 C68,-196 88,-170 66,-140Z", light.tone("#ff5f6d")),
    stroke("M30,-194 L44,-186 L58,-196", 7, light.tone("#6fbf5a")),
    "</g>",
  );
}

function cup(light: Light, x: number, y: number): string {
  return group(
    `<g transform="translate(${x} ${y})">`,
    stroke("M-16,-128 q-14,-22 0,-44 M14,-128 q-14,-22 0,-44", 6, "#ffffff", 0.7),
    stroke("M46,-80 q44,0 40,34 q-6,26 -46,26", 12, light.tone("#ffffff")),
    shape("M-56,-108 H56 C56,-40 44,-8 0,-8 C-44,-8 -56,-40 -56,-108Z", light.tone("#ffffff")),
    `<ellipse cx="0" cy="-108" rx="56" ry="14" fill="${light.tone("#a8663f")}"/>`,
    "</g>",
  );
}

function coin(light: Light, x: number, y: number, radius: number, squeeze: number): string {
  return group(
    `<g transform="translate(${x} ${y}) scale(${squeeze} 1)">`,
    circle(0, 0, radius, light.tone("#d99a1f")),
    circle(0, 0, radius * 0.82, light.tone("#ffd35c")),
    box(-radius * 0.12, -radius * 0.45, radius * 0.24, radius * 0.9, light.tone("#d99a1f"), 3),
    "</g>",
  );
}

function pig(light: Light, x: number, y: number): string {
  const [pink, deep] = [light.tone("#ffa6bd"), light.tone("#f2789a")];
  return group(
    `<g transform="translate(${x} ${y})">`,
    box(-90, 40, 44, 60, deep, 16),
    box(50, 40, 44, 60, deep, 16),
    stroke("M136,-20 q30,-10 22,-34 q-16,-10 -18,10", 9, deep),
    `<ellipse cx="0" cy="-14" rx="146" ry="104" fill="${pink}"/>`,
    shape("M-104,-84 L-112,-144 L-52,-110Z", deep),
    shape("M-20,-112 L14,-156 L38,-104Z", deep),
    `<ellipse cx="-106" cy="-6" rx="42" ry="32" fill="${deep}"/>`,
    circle(-118, -6, 7, light.tone("#b8486a")),
    circle(-94, -6, 7, light.tone("#b8486a")),
    stroke("M-92,-56 q9,-12 18,0 M-44,-60 q9,-12 18,0", 6, light.tone("#6b2b45")),
    circle(-40, -24, 16, "#ff6f91", 0.5),
    box(20, -116, 76, 12, light.tone("#b8486a"), 6),
    coin(light, 58, -142, 32, 1),
    "</g>",
  );
}

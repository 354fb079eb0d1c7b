import { group } from "../svg.ts";
import { indoors, type Light } from "./light.ts";
import type { Scene } from "./scene.ts";
import { box, circle, shape, stroke } from "./shapes.ts";

/** A café table full of sweets. */
export const cafe: Scene = (light, random) => {
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

import { group } from "../svg.ts";
import type { TimeOfDay } from "@guchi/contracts/guchi.ts";
import type { Random } from "../random.ts";
import type { Light } from "./light.ts";
import { circle, cloud, crescent, star } from "./shapes.ts";

/**
 * Sky, sun or moon, clouds and stars over the whole 1024x1024; without a time of day, neither sun
 * nor moon.
 */
export function drawSky(time: TimeOfDay | undefined, light: Light, random: Random): string {
  return group(
    skyDefs(light),
    `<rect width="1024" height="1024" fill="url(#sky)"/>`,
    time === undefined ? "" : LUMINARY[time](random) + clouds(light, random),
  );
}

/** The sky's colours, for windows too. */
export function skyDefs({ sky: [top, middle, bottom] }: Light): string {
  return `<defs><linearGradient id="sky" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="${top}"/><stop offset=".5" stop-color="${middle}"/><stop offset=".85" stop-color="${bottom}"/></linearGradient></defs>`;
}

const LUMINARY: Readonly<Record<TimeOfDay, (random: Random) => string>> = {
  morning: (random) => sun(random.between(820, 900), 560, "#fff6d8", "#ffdf9e"),
  day: (random) => sun(random.between(880, 950), 400, "#fffbe0", "#fff0a8"),
  evening: (random) => sun(random.between(800, 880), 600, "#ffe9a8", "#ffb36b"),
  night: (random) => stars(random) + moon(random.between(850, 910), random.between(400, 440)),
};

function sun(x: number, y: number, core: string, halo: string): string {
  return circle(x, y, 190, halo, 0.22) + circle(x, y, 130, halo, 0.34) + circle(x, y, 82, core);
}

function moon(x: number, y: number): string {
  return `${circle(x, y, 130, "#fff2c2", 0.14)}${circle(x, y, 92, "#fff2c2", 0.2)}${crescent(x, y, 1)}`;
}

function stars(random: Random): string {
  const one = (): string =>
    star(random.between(0, 1024), random.between(0, 700), random.between(3, 11), "#fff6cf", random.between(0.5, 1));
  return Array.from({ length: 70 }, one).join("");
}

function clouds(light: Light, random: Random): string {
  const one = (x: number): string =>
    cloud(x + random.between(-60, 60), random.between(340, 560), random.between(0.6, 1.2), light.cloud, 0.75);
  return [60, 320, 720, 960].map(one).join("");
}

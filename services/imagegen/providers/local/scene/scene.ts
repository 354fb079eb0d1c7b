import { group } from "../svg.ts";
import type { PersonaResult, Topic } from "@guchi/contracts/guchi.ts";
import type { Random } from "../random.ts";
import { indoors, type Light, LIGHTS } from "./light.ts";
import { friends, health, love, weather } from "./nature.ts";
import { home, sleep, study, tech } from "./room.ts";
import { circle, heart, note, star } from "./shapes.ts";
import { drawSky } from "./sky.ts";
import { commute, daily, family, work } from "./town.ts";
import { food, money } from "./treats.ts";

/**
 * Paints a topic's place over the sky on 1024x1024. What matters stands in the left and right
 * quarters below y 340: the bubble covers the top and the idol the middle.
 */
export type Scene = (light: Light, random: Random) => string;

/**
 * The whole background: sky, the topic's place, the glow behind her, floating notes, hearts and
 * sparkles.
 */
export function drawScene(
  { topic, timeOfDay }: Pick<PersonaResult, "topic" | "timeOfDay">,
  random: Random,
  idol: { readonly x: number; readonly y: number },
): string {
  const outside = LIGHTS[timeOfDay];
  const light = ROOMS.has(topic) ? indoors(outside) : outside;
  return group(
    drawSky(timeOfDay, outside, random),
    SCENES[topic](light, random),
    `
<defs><radialGradient id="glow" gradientUnits="userSpaceOnUse" cx="${idol.x}" cy="${idol.y}" r="430"><stop offset="0" stop-color="${light.glow}" stop-opacity=".9"/>`,
    `<stop offset=".55" stop-color="${light.glow}" stop-opacity=".42"/>`,
    `<stop offset="1" stop-color="${light.glow}" stop-opacity="0"/>`,
    `</radialGradient></defs>
<rect width="1024" height="1024" fill="url(#glow)"/>`,
    floating(light, random),
  );
}

const SCENES: Readonly<Record<Topic, Scene>> = {
  work,
  study,
  family,
  love,
  friends,
  money,
  health,
  sleep,
  weather,
  commute,
  home,
  food,
  tech,
  daily,
};

const ROOMS: ReadonlySet<Topic> = new Set(["home", "sleep", "study", "tech"]);

function floating(light: Light, random: Random): string {
  const tints = ["#ffffff", "#fff3b0", "#ffc4dc"] as const;
  const bokeh = Array.from({ length: 16 }, () =>
    circle(
      random.between(0, 1024),
      random.between(300, 1024),
      random.between(8, 34),
      random.pick(tints),
      random.between(0.1, 0.26),
    ),
  );
  const sparkles = Array.from({ length: 22 }, () =>
    star(
      random.between(0, 1024),
      random.between(280, 1000),
      random.between(7, 22),
      random.pick(tints),
      random.between(0.7, 1),
    ),
  );
  const color = light.dark ? "#ffd3ea" : "#ffffff";
  const charms = [70, 190, 690, 800, 950].map((x) => {
    const draw = random.pick([note, heart]);
    return draw(
      x + random.between(-40, 40),
      random.between(380, 640),
      random.between(17, 28),
      color,
      0.85,
      random.between(-20, 20),
    );
  });
  return bokeh.join("") + sparkles.join("") + charms.join("");
}

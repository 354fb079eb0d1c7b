import type { PersonaResult } from "@guchi/contracts/guchi.ts";
import type { Look } from "@guchi/contracts/look.ts";
import type { Random } from "../random.ts";
import { group } from "../svg.ts";
import { indoors, type Light, LIGHTS } from "./light.ts";
import { hill, nightSky, park, riverside, seaside } from "./nature.ts";
import { drawQuietRoom } from "./quiet-room.ts";
import { bedroom, desk, kitchen, library, livingRoom, nightOffice } from "./room.ts";
import { circle } from "./shapes.ts";
import { drawSky, skyDefs } from "./sky.ts";
import { office, platform, street, town } from "./town.ts";
import { cafe } from "./treats.ts";
import { overcast, rain, rainWindow, snow, spring, summer } from "./weather.ts";

/**
 * Paints a place on 1024x1024, over the sky where it is outdoors. What matters stands in the left
 * and right quarters: the words cover the top and she stands in the middle. It is drawn small and
 * out of focus, so nothing fine is in it.
 */
export type Scene = (light: Light, random: Random) => string;

/** The whole background: the place, the glow behind her, dust in the light, and darker corners. */
export function drawScene(
  { look, timeOfDay }: Pick<PersonaResult, "timeOfDay"> & { readonly look: Pick<Look, "place" | "scene"> },
  random: Random,
  idol: { readonly x: number; readonly y: number },
): string {
  const quiet = look.scene === "quiet";
  const light = lightOf(look.place, timeOfDay);
  return group(
    drawPlace(look.place, light, timeOfDay, random, idol),
    `<defs><radialGradient id="behind" gradientUnits="userSpaceOnUse" cx="${idol.x}" cy="${idol.y}" r="470"><stop offset="0" stop-color="${light.glow}" stop-opacity="${quiet ? 0.4 : 0.75}"/>`,
    `<stop offset=".5" stop-color="${light.glow}" stop-opacity="${quiet ? 0.16 : 0.34}"/><stop offset="1" stop-color="${light.glow}" stop-opacity="0"/></radialGradient>`,
    `<radialGradient id="corners" cx=".5" cy=".5" r=".76"><stop offset=".62" stop-color="#2a1748" stop-opacity="0"/><stop offset="1" stop-color="#2a1748" stop-opacity=".3"/></radialGradient></defs>`,
    `<rect width="1024" height="1024" fill="url(#behind)"/>`,
    quiet ? "" : dust(light, random),
    `<rect width="1024" height="1024" fill="url(#corners)"/>`,
  );
}

function drawPlace(
  place: Look["place"],
  light: Light,
  time: PersonaResult["timeOfDay"],
  random: Random,
  idol: { readonly x: number; readonly y: number },
): string {
  if (place === "quiet-room") return drawQuietRoom(time, random, idol);
  const { scene, sky } = PLACES[place];
  const above = sky === "none" ? skyDefs(light) : drawSky(sky === "grey" ? undefined : time, light, random);
  return above + scene(light, random);
}

/** Whether the sky is over the place. */
export function isOutdoors(place: Look["place"]): boolean {
  return skyOver(place) !== "none";
}

function skyOver(place: Look["place"]): Sky {
  return place === "quiet-room" ? "none" : PLACES[place].sky;
}

function lightOf(place: Look["place"], time: PersonaResult["timeOfDay"]): Light {
  const sky = skyOver(place);
  if (sky === "none") return indoors(LIGHTS[time]);
  return sky === "grey" ? overcast(LIGHTS[time]) : LIGHTS[time];
}

/** None indoors, grey without sun, moon or stars. */
type Sky = "clear" | "grey" | "none";

const PLACES: Readonly<Record<Exclude<Look["place"], "quiet-room">, { readonly scene: Scene; readonly sky: Sky }>> = {
  office: { scene: office, sky: "clear" },
  "night-office": { scene: nightOffice, sky: "none" },
  library: { scene: library, sky: "none" },
  "living-room": { scene: livingRoom, sky: "none" },
  kitchen: { scene: kitchen, sky: "none" },
  bedroom: { scene: bedroom, sky: "none" },
  desk: { scene: desk, sky: "none" },
  cafe: { scene: cafe, sky: "clear" },
  street: { scene: street, sky: "clear" },
  town: { scene: town, sky: "clear" },
  platform: { scene: platform, sky: "clear" },
  riverside: { scene: riverside, sky: "clear" },
  park: { scene: park, sky: "clear" },
  hill: { scene: hill, sky: "clear" },
  seaside: { scene: seaside, sky: "clear" },
  rain: { scene: rain, sky: "grey" },
  "rain-window": { scene: rainWindow, sky: "none" },
  snow: { scene: snow, sky: "grey" },
  summer: { scene: summer, sky: "clear" },
  spring: { scene: spring, sky: "clear" },
  "night-sky": { scene: nightSky, sky: "clear" },
};

/** Lights out of focus. */
function dust(light: Light, random: Random): string {
  const tints = light.dark
    ? (["#ffe3a8", "#ffc4dc", "#d9ccff"] as const)
    : (["#ffffff", "#fff3c4", "#ffe3ee"] as const);
  const spot = (): string =>
    circle(
      random.between(0, 1024),
      random.between(240, 1024),
      random.between(10, 40),
      random.pick(tints),
      random.between(0.14, 0.34),
    );
  return Array.from({ length: 22 }, spot).join("");
}

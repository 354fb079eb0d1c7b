import type { Expression, Look, Mood, TimeOfDay } from "@guchi/contracts/guchi.ts";
import { IDOL } from "../character.ts";
import { pick, type Random } from "../random.ts";
import type { Understood } from "../understanding/understand.ts";
import { mixColors } from "./color.ts";
import { describeLook } from "./describe.ts";
import { LIGHTS, QUIET_SCENE, SCENES } from "./scene.ts";

export interface LookRequest {
  readonly understood: Pick<Understood, "topic" | "mood" | "grave">;
  readonly timeOfDay: TimeOfDay;
  readonly random: Random;
}

/**
 * How she looks for this complaint. Face by mood, outfit by topic and time; hair colour is hers and
 * hair style nearly always the same, so that she is recognised from picture to picture.
 */
export function chooseLook({ understood, timeOfDay, random }: LookRequest): Look {
  const { topic, mood, grave } = understood;
  const scene = grave ? QUIET_SCENE : SCENES[topic];
  const light = LIGHTS[timeOfDay];
  const visible = {
    expression: pick(random, grave ? GRAVE_EXPRESSIONS : EXPRESSIONS[mood]),
    hairStyle: pick(random, timeOfDay === "night" ? NIGHT_HAIR_STYLES : HAIR_STYLES),
    hairColor: pick(random, IDOL.hairColors),
    outfitColor: mixColors(scene.outfitColor, light.tint, light.share),
    accessory: pick(random, grave ? GRAVE_ACCESSORIES : ACCESSORIES),
  };
  const look = grave ? { ...visible, scene: "quiet" as const } : visible;
  return { ...look, description: describeLook(look, scene, light) };
}

// An entry that is there twice is twice as likely. Nobody who complains is laughed or winked at:
// what sounds dull or annoying may be worse than its words.
const EXPRESSIONS: Readonly<Record<Mood, readonly Expression[]>> = {
  tired: ["gentle", "gentle", "concerned"],
  angry: ["determined", "determined", "concerned"],
  sad: ["concerned", "gentle"],
  anxious: ["gentle", "concerned", "gentle"],
  lonely: ["gentle", "gentle", "concerned"],
  bored: ["gentle", "cheerful"],
  frustrated: ["determined", "concerned", "gentle"],
};
const GRAVE_EXPRESSIONS = ["gentle", "concerned"] as const;

const HAIR_STYLES = ["ponytail", "ponytail", "ponytail", "ponytail", "ponytail", "ponytail", "long", "bun"] as const;
/** At night she mostly lets her hair down. */
const NIGHT_HAIR_STYLES = ["long", "long", "long", "ponytail"] as const;

const ACCESSORIES = ["ribbon", "ribbon", "flower", "star", "glasses", "none"] as const;
const GRAVE_ACCESSORIES = ["none", "none", "ribbon"] as const;

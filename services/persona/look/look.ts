import type { TimeOfDay } from "@guchi/contracts/guchi.ts";
import type { Expression, Look, Pose, Thing } from "@guchi/contracts/look.ts";
import { IDOL } from "../character.ts";
import { pick, type Random } from "../random.ts";
import type { Understood } from "../understanding/understand.ts";
import { mixColors } from "./color.ts";
import { describeLook } from "./describe.ts";
import { facesFor } from "./faces.ts";
import { LIGHTS } from "./light.ts";
import { COLORS, outfitsFor, QUIET_COLOR } from "./outfits.ts";
import { placesFor } from "./places.ts";
import { framingsFor, POSES, posesFor } from "./poses.ts";
import { thingFor } from "./things.ts";

export interface LookRequest {
  readonly understood: Pick<Understood, "topic" | "mood" | "grave"> & {
    /** By their names, what it is about first. */
    readonly details: readonly { readonly name: string; readonly thing?: Thing }[];
  };
  readonly timeOfDay: TimeOfDay;
  readonly random: Random;
}

/**
 * How she looks for this complaint: place and thing by its subject, face and pose by its mood, all
 * from the same understanding as the words. Hair colour is hers and hair style nearly always the
 * same, so that she is recognised from picture to picture.
 */
export function chooseLook({ understood, timeOfDay, random }: LookRequest): Look {
  const { topic, mood, grave } = understood;
  const subjects = understood.details.map(({ name }) => name);
  const light = LIGHTS[timeOfDay];
  const color = grave ? QUIET_COLOR : COLORS[topic];
  const place = grave ? "quiet-room" : pick(random, placesFor({ topic, mood, subjects }, timeOfDay));
  const pose = pick(random, posesFor({ mood, grave, subjects }, place, timeOfDay));
  const thing = grave ? undefined : thingFor(understood.details, topic);
  const look = {
    expression: pick(random, goingWith(pose, facesFor(understood))),
    pose,
    framing: pick(random, framingsFor(pose, place)),
    outfit: pick(random, outfitsFor(place, timeOfDay, grave)),
    hairStyle: pick(random, timeOfDay === "night" ? NIGHT_HAIR_STYLES : HAIR_STYLES),
    hairColor: pick(random, IDOL.hairColors),
    outfitColor: mixColors(color.value, light.tint, light.share),
    accessory: pick(random, grave ? GRAVE_ACCESSORIES : ACCESSORIES),
    place,
    ...(thing !== undefined && { thing }),
    ...(grave && { scene: "quiet" as const }),
  };
  return { ...look, description: describeLook(look, color, light) };
}

/** The mood's faces that go with the pose, or, where none does, the pose's own. */
function goingWith(pose: Pose, ofMood: readonly Expression[]): readonly Expression[] {
  const both = ofMood.filter((face) => POSES[pose].faces.includes(face));
  return both.length > 0 ? both : POSES[pose].faces;
}

const HAIR_STYLES = ["ponytail", "ponytail", "ponytail", "ponytail", "ponytail", "ponytail", "long", "bun"] as const;
/** At night she mostly lets her hair down. */
const NIGHT_HAIR_STYLES = ["long", "long", "long", "ponytail"] as const;

const ACCESSORIES = ["ribbon", "ribbon", "flower", "star", "glasses", "none"] as const;
const GRAVE_ACCESSORIES = ["none", "none", "ribbon"] as const;

import type { Mood, TimeOfDay } from "@guchi/contracts/guchi.ts";
import type { Expression, Framing, Place, Pose } from "@guchi/contracts/look.ts";
import { DARK_HOURS } from "./light.ts";
import type { Understood } from "../understanding/understand.ts";
import { PLACES } from "./places.ts";
import { POSES_BY_SUBJECT } from "./subject-poses.ts";

/** What a pose says, where it may be seen, and the faces that go with it. */
interface PoseUse {
  readonly words: string;
  readonly framings: readonly Framing[];
  readonly faces: readonly Expression[];
}

const SOFT = ["gentle", "tender", "listening", "moved", "solemn", "worried", "tears"] as const;

export const POSES: Readonly<Record<Pose, PoseUse>> = {
  tea: {
    words: "holding a steaming mug of tea in both hands",
    framings: ["half", "full"],
    faces: [...SOFT, "cheerful"],
  },
  cushion: { words: "hugging a large cushion", framings: ["half", "half", "full"], faces: [...SOFT, "indignant"] },
  umbrella: { words: "sharing her large umbrella with the viewer", framings: ["close", "half", "full"], faces: SOFT },
  "cupped-ear": {
    words: "a hand cupped behind her ear to listen closely",
    framings: ["close", "close", "half", "full"],
    faces: ["listening", "worried", "surprised", "gentle", "tender"],
  },
  beside: {
    words: "sitting on a bench, patting the free place beside her",
    framings: ["half", "full", "full"],
    faces: SOFT,
  },
  "open-arms": {
    words: "her arms held out for a hug",
    framings: ["half"],
    faces: ["gentle", "moved", "tears", "tender", "cheerful"],
  },
  wave: {
    words: "waving softly",
    framings: ["close", "close", "half", "full"],
    faces: ["gentle", "tender", "cheerful", "moved"],
  },
  "chin-on-hands": {
    words: "her chin resting on both hands at a table",
    framings: ["close", "half"],
    faces: ["listening", "gentle", "tender", "worried", "surprised", "cheerful"],
  },
  lantern: { words: "holding up a small warm lantern", framings: ["half", "full"], faces: SOFT },
  blanket: { words: "wrapped in a soft blanket", framings: ["half", "half", "full"], faces: SOFT },
  stars: {
    words: "pointing up at the stars",
    framings: ["close", "half", "full"],
    faces: ["gentle", "tender", "moved", "cheerful"],
  },
  "hand-on-heart": { words: "one hand on her heart", framings: ["half", "full"], faces: SOFT },
  fist: {
    words: "raising a small fist, on the viewer's side",
    framings: ["close", "half"],
    faces: ["determined", "indignant"],
  },
  handkerchief: { words: "holding out a clean handkerchief", framings: ["half", "full"], faces: SOFT },
  "hands-on-hips": {
    words: "hands on her hips, indignant for the viewer's sake",
    framings: ["half", "full"],
    faces: ["indignant", "determined"],
  },
  "folded-hands": { words: "her hands folded in her lap", framings: ["half", "full"], faces: SOFT },
};

/** Under a roof, where there are chairs, cups and cushions. */
const INDOORS: Readonly<Record<Mood, readonly Pose[]>> = {
  tired: ["tea", "blanket", "blanket", "chin-on-hands", "chin-on-hands", "wave", "hand-on-heart", "lantern"],
  angry: ["fist", "hands-on-hips", "fist", "chin-on-hands"],
  sad: ["handkerchief", "handkerchief", "blanket", "tea", "beside", "beside", "hand-on-heart"],
  anxious: ["tea", "blanket", "cupped-ear", "hand-on-heart", "lantern", "lantern", "chin-on-hands"],
  lonely: ["open-arms", "wave", "wave", "blanket", "chin-on-hands", "beside", "stars"],
  bored: ["chin-on-hands", "cushion", "tea", "wave"],
  frustrated: ["cupped-ear", "hands-on-hips", "fist", "chin-on-hands", "chin-on-hands", "cushion", "tea"],
};
const OUTDOORS: Readonly<Record<Mood, readonly Pose[]>> = {
  tired: ["beside", "beside", "wave", "wave", "hand-on-heart", "lantern", "stars"],
  angry: ["fist", "hands-on-hips"],
  sad: ["handkerchief", "open-arms", "beside", "hand-on-heart", "lantern", "stars"],
  anxious: ["hand-on-heart", "cupped-ear", "beside", "wave", "lantern", "lantern"],
  lonely: ["beside", "open-arms", "wave", "lantern", "stars"],
  bored: ["wave", "beside", "cupped-ear", "stars"],
  frustrated: ["hands-on-hips", "hands-on-hips", "fist", "fist", "wave", "beside", "hand-on-heart"],
};
const GRAVE: readonly Pose[] = ["folded-hands", "folded-hands", "handkerchief", "blanket", "beside", "tea"];

/**
 * The poses for a subject, or else a mood, at a place and time; an entry that is there twice is
 * twice as likely. Who is angry is joined in that, whatever the subject.
 */
export function posesFor(
  { mood, grave, subjects }: Pick<Understood, "mood" | "grave"> & { readonly subjects: readonly string[] },
  place: Place,
  time: TimeOfDay,
): readonly Pose[] {
  if (grave) return GRAVE;
  const roofed = isRoofed(place);
  const fits = (pose: Pose): boolean => {
    if (pose === "lantern") return DARK_HOURS.has(time);
    if (pose === "stars") return time === "night";
    if (pose === "fist" || pose === "hands-on-hips") return mood === "angry" || mood === "frustrated";
    return roofed || !INDOORS_ONLY.has(pose);
  };
  if (place === "rain" || place === "snow") return ["umbrella", "umbrella", "hand-on-heart"];
  const ofSubject = mood === "angry" ? [] : posesOf(subjects).filter(fits);
  return ofSubject.length > 0 ? ofSubject : (roofed ? INDOORS : OUTDOORS)[mood].filter(fits);
}

function posesOf(subjects: readonly string[]): readonly Pose[] {
  for (const subject of subjects) {
    const found = POSES_BY_SUBJECT.find(([pattern]) => pattern.test(subject));
    if (found !== undefined) return found[1];
  }
  return [];
}

function isRoofed(place: Place): boolean {
  const { kind } = PLACES[place];
  return kind === "home" || kind === "room";
}

const INDOORS_ONLY: ReadonlySet<Pose> = new Set(["tea", "cushion", "blanket", "chin-on-hands"]);

/** On the floor of a railway platform nobody sits: there she is not seen to the ground. */
export function framingsFor(pose: Pose, place: Place): readonly Framing[] {
  const { framings } = POSES[pose];
  const { kind } = PLACES[place];
  const mayKneel = kind === "home" || kind === "nature";
  return mayKneel || !KNEELING.has(pose) ? framings : framings.filter((framing) => framing !== "full");
}
const KNEELING: ReadonlySet<Pose> = new Set(["tea", "cushion", "blanket", "handkerchief", "folded-hands"]);

import type { Mood, TimeOfDay, Topic } from "@guchi/contracts/guchi.ts";
import type { Place } from "@guchi/contracts/look.ts";
import { DARK_HOURS } from "./light.ts";

/** What a place is, in words for an image model, and for the choice of what she does there. */
interface PlaceWords {
  readonly words: string;
  readonly kind: "home" | "room" | "street" | "nature";
}

export const PLACES: Readonly<Record<Place, PlaceWords>> = {
  office: { words: "a street of office towers with young trees", kind: "street" },
  "night-office": { words: "a tidy office desk by a wide window over city lights, one lamp on", kind: "room" },
  library: { words: "a cozy library corner with a desk lamp", kind: "room" },
  "living-room": { words: "a homely living room with soft cushions", kind: "home" },
  kitchen: { words: "a small tidy kitchen with jars on the shelf and a kettle", kind: "room" },
  bedroom: { words: "a cozy bedroom with a window and fluffy pillows", kind: "home" },
  desk: { words: "a neat desk with a screen and a potted plant", kind: "room" },
  cafe: { words: "a café table in a garden with string lights", kind: "room" },
  street: { words: "a quiet neighbourhood street", kind: "street" },
  town: { words: "a small house with warm windows and a white fence", kind: "street" },
  platform: { words: "a railway line with a train on its viaduct", kind: "street" },
  riverside: { words: "a grassy river bank with a bridge far away", kind: "nature" },
  park: { words: "a park with large trees", kind: "nature" },
  hill: { words: "a wide meadow before blue mountains", kind: "nature" },
  seaside: { words: "a calm beach by the sea", kind: "nature" },
  rain: { words: "a wet street with lamps, soft rain and puddles", kind: "street" },
  "rain-window": { words: "a dry, warm room with rain on the window", kind: "home" },
  snow: { words: "a snowy field with fir trees, flakes falling", kind: "street" },
  summer: { words: "a summer field with sunflowers under tall white clouds", kind: "nature" },
  spring: { words: "a hazy spring field with blossoming trees, dry air", kind: "nature" },
  "night-sky": { words: "a hill under a sky full of stars", kind: "nature" },
  "quiet-room": { words: "a quiet room by a large window with one vase of white flowers", kind: "home" },
};

/** What is known of a complaint that tells where she is. */
interface About {
  readonly topic: Topic;
  readonly mood: Mood;
  readonly subjects: readonly string[];
}

/** Places that fit what is known best: its subject, else its topic and mood. */
export function placesFor(about: About, time: TimeOfDay): readonly Place[] {
  const places = usualPlaces(about, time);
  // Ice cream under string lights makes light of a scolding.
  return about.mood === "sad" || about.mood === "angry" ? places.filter((place) => place !== "cafe") : places;
}

function usualPlaces({ topic, mood, subjects }: About, time: TimeOfDay): readonly Place[] {
  // What is named besides is not where it happens.
  const [subject] = subjects;
  const found = subject === undefined ? undefined : BY_SUBJECT.find(([pattern]) => pattern.test(subject));
  if (found !== undefined) return found[1];
  const dark = DARK_HOURS.has(time);
  if (topic === "love" || topic === "friends")
    return mood === "sad" || mood === "lonely" ? alone(dark) : together(dark);
  return (dark ? AFTER_DARK[topic] : undefined) ?? BY_TOPIC[topic];
}

/** For who is left or alone: wide and quiet, nothing of a party. */
function alone(dark: boolean): readonly Place[] {
  return dark ? ["night-sky", "rain-window", "riverside", "seaside"] : ["riverside", "seaside", "rain-window", "hill"];
}

function together(dark: boolean): readonly Place[] {
  return dark ? ["riverside", "living-room", "night-sky", "town"] : ["cafe", "park", "riverside", "living-room"];
}

const BY_SUBJECT: readonly (readonly [RegExp, readonly Place[]])[] = [
  [/在宅|オンライン|フリーランス|AIの|remote|video calls|freelanc/i, ["desk", "living-room"]],
  [/部活|試合|sports|lost game|ペット|\bpet\b|畑/i, ["park"]],
  [/学校|校則|\bschool/i, ["library"]],
  [/旅行|出張|trip/i, ["platform", "seaside"]],
  [/自転車|bike/i, ["street", "riverside"]],
  [/花粉|hay fever|pollen|allerg/i, ["spring"]],
  [/台風|typhoon|hurricane|低気圧|気圧|pressure/i, ["rain-window"]],
  [/梅雨|雨|\brain/i, ["rain", "rain", "rain-window"]],
  [/暑|熱中|\bheat|\bhot\b/i, ["summer"]],
  [/寒|雪|this cold|snow|\bwinter/i, ["snow"]],
  [/眠|寝|夢|朝のつら|sleep|nightmare|early morning/i, ["bedroom"]],
  [/電車|乗り|終電|通勤|train|delay|ride|commut/i, ["platform"]],
  [/車|渋滞|traffic|\bcar\b|事故/i, ["street", "town"]],
  [/歯医者|通院|dentist|落としもの|役所|red tape|losing things/i, ["street", "town"]],
  [/料理|cooking|皿|家事|chores/i, ["kitchen"]],
  [/就活|面接|job hunting|interview/i, ["office", "riverside"]],
];

const BY_TOPIC: Readonly<Record<Exclude<Topic, "love" | "friends">, readonly Place[]>> &
  Readonly<Partial<Record<Topic, readonly Place[]>>> = {
  work: ["office", "office", "desk", "cafe"],
  study: ["library", "library", "desk"],
  family: ["living-room", "town", "park", "kitchen"],
  money: ["kitchen", "living-room", "street"],
  health: ["living-room", "bedroom", "hill", "park"],
  sleep: ["bedroom"],
  weather: ["park", "hill"],
  commute: ["platform", "platform", "street"],
  home: ["living-room", "kitchen", "town"],
  food: ["cafe", "kitchen"],
  tech: ["desk", "living-room"],
  daily: ["street", "riverside", "park", "living-room", "hill"],
};

/** Where it is another one in the evening and at night. */
const AFTER_DARK: Readonly<Partial<Record<Topic, readonly Place[]>>> = {
  work: ["night-office", "night-office", "street", "living-room", "night-sky"],
  health: ["bedroom", "living-room"],
  family: ["living-room", "town", "kitchen", "night-sky"],
  weather: ["riverside", "night-sky"],
  daily: ["street", "riverside", "living-room", "night-sky", "bedroom"],
};

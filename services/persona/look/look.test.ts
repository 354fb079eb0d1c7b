import assert from "node:assert/strict";
import { test } from "node:test";
import { Mood, TimeOfDay, Topic } from "@guchi/contracts/guchi.ts";
import { Expression, Framing, Look, Outfit, Pose } from "@guchi/contracts/look.ts";
import { fits } from "@guchi/chain/schema.ts";
import { IDOL } from "../character.ts";
import { createRandom } from "../random.ts";
import { mixColors } from "./color.ts";
import { SUBJECTS } from "../subjects/files.ts";
import { chooseLook } from "./look.ts";

const looks = Topic.enum.flatMap((topic) =>
  Mood.enum.flatMap((mood) =>
    TimeOfDay.enum.flatMap((timeOfDay) =>
      [false, true].flatMap((grave) =>
        Array.from({ length: 12 }, (_, seed) => ({
          grave,
          mood,
          topic,
          look: chooseLook({
            understood: { topic, mood, grave, details: [] },
            timeOfDay,
            random: createRandom(`${topic} ${mood} ${timeOfDay} ${seed}`),
          }),
        })),
      ),
    ),
  ),
);

test("every look fits its schema", () => {
  for (const { look } of looks) assert.ok(fits(Look, look), JSON.stringify(look));
});

test("she is recognisable: always her hair colour, mostly one style", () => {
  const colors: readonly string[] = IDOL.hairColors;
  assert.ok(looks.every(({ look }) => colors.includes(look.hairColor)));
  const hers = looks.filter(({ look }) => look.hairStyle === "ponytail" || look.hairStyle === "long");
  assert.ok(hers.length / looks.length > 0.85);
});

test("nobody who complains is beamed at, and who grieves sees no smile", () => {
  for (const { grave, mood, topic, look } of looks) {
    if (grave) assert.match(look.expression, /^(solemn|tears|tender)$/);
    if (mood !== "bored" || topic !== "daily") assert.notEqual(look.expression, "cheerful");
    if (mood === "sad" && !grave) assert.match(look.expression, /^(tears|worried|moved)$/);
    if (mood === "sad" || mood === "angry") assert.notEqual(look.place, "cafe");
    if (look.pose === "fist" || look.pose === "hands-on-hips") assert.match(mood, /^(angry|frustrated)$/);
  }
});

test("who was scolded sees a worried face, and nothing sweet", () => {
  for (const { expression, place } of about("お説教", "work", "sad")) {
    assert.match(expression, /^(tears|worried)$/);
    assert.notEqual(place, "cafe");
  }
});

test("what is grave is set in the quiet room, and nothing else is", () => {
  for (const { grave, look } of looks) {
    assert.equal(look.scene, grave ? "quiet" : undefined);
    assert.equal(look.place === "quiet-room", grave);
    assert.equal(/quiet room/.test(look.description), grave);
    if (grave) assert.doesNotMatch(look.description, /smile|stage dress|café|market|office/);
    if (grave) assert.equal(look.thing, undefined);
  }
});

const about = (name: string, topic: Topic, mood: Mood = "tired", timeOfDay: TimeOfDay = "day"): readonly Look[] => {
  const details = [...SUBJECTS.ja, ...SUBJECTS.en].filter((subject) => subject.name === name);
  return Array.from({ length: 20 }, (_, seed) =>
    chooseLook({
      understood: { topic, mood, grave: false, details },
      timeOfDay,
      random: createRandom(`${name} ${seed}`),
    }),
  );
};

for (const [name, topic, places, thing] of [
  ["花粉", "weather", /^spring$/, "tissues"],
  ["that hay fever", "health", /^spring$/, "tissues"],
  ["雨", "weather", /^rain/, "rain-cloud"],
  ["寒さ", "weather", /^snow$/, "snowman"],
  ["眠れない夜", "sleep", /^bedroom$/, "pillow"],
  ["満員電車", "commute", /^platform$/, "train"],
  ["traffic", "commute", /^(street|town)$/, "car"],
  ["金欠", "money", /^(kitchen|living-room|street)$/, "wallet"],
  ["カードの請求", "money", /./, "receipt"],
  ["stolen food", "food", /./, "bento"],
] as const) {
  test(`${name}: the place and the thing are its own`, () => {
    for (const look of about(name, topic)) {
      assert.match(look.place, places);
      assert.equal(look.thing, thing);
      assert.ok(look.description.includes(thing.replaceAll("-", " ")));
    }
  });
}

test("who is alone sees wide, quiet places, nothing of a party", () => {
  for (const timeOfDay of TimeOfDay.enum) {
    for (const { place } of about("ひとりの時間", "friends", "lonely", timeOfDay))
      assert.doesNotMatch(place, /cafe|town|park/);
  }
});

test("every pose, face, framing and outfit comes up; no pose in a sixth of the pictures", () => {
  const ordinary = looks.filter(({ grave }) => !grave).map(({ look }) => look);
  const everywhere = looks.map(({ look }) => look);
  const rainy = about("雨", "weather");
  assert.equal(new Set([...everywhere, ...rainy].map(({ pose }) => pose)).size, Pose.enum.length);
  assert.equal(new Set(everywhere.map(({ expression }) => expression)).size, Expression.enum.length);
  assert.equal(new Set(everywhere.map(({ framing }) => framing)).size, Framing.enum.length);
  assert.equal(new Set([...everywhere, ...rainy].map(({ outfit }) => outfit)).size, Outfit.enum.length);
  for (const pose of Pose.enum) {
    const share = ordinary.filter((look) => look.pose === pose).length / ordinary.length;
    assert.ok(share < 1 / 6, `${pose}: ${share}`);
  }
});

test("the outfit tells topics and times apart", () => {
  assert.ok(new Set(looks.map(({ look }) => look.outfitColor)).size > 50);
});

test("the description is safe for an image model", () => {
  for (const { look } of looks) {
    for (const words of [/adult woman/, /fully clothed/, /No text/, /fictional/]) assert.match(look.description, words);
    assert.ok(look.description.includes(look.outfitColor));
  }
});

test("the same seed gives the same look", () => {
  const understood = { topic: "work", mood: "tired", grave: false, details: [] } as const;
  const [first, again] = [1, 2].map(() =>
    chooseLook({ understood, timeOfDay: "night", random: createRandom("job-1") }),
  );
  assert.deepEqual(again, first);
});

test("colours mix by their share", () => {
  assert.equal(mixColors("#000000", "#ffffff", 0), "#000000");
  assert.equal(mixColors("#000000", "#ffffff", 1), "#ffffff");
  assert.equal(mixColors("#100000", "#300010", 0.5), "#200008");
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { Look, Mood, TimeOfDay, Topic } from "@guchi/contracts/guchi.ts";
import { fits } from "@guchi/chain/schema.ts";
import { IDOL } from "../character.ts";
import { createRandom } from "../random.ts";
import { mixColors } from "./color.ts";
import { chooseLook } from "./look.ts";

const looks = Topic.enum.flatMap((topic) =>
  Mood.enum.flatMap((mood) =>
    TimeOfDay.enum.flatMap((timeOfDay) =>
      [false, true].flatMap((grave) =>
        Array.from({ length: 12 }, (_, seed) => ({
          grave,
          mood,
          look: chooseLook({
            understood: { topic, mood, grave },
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

test("nobody who grieves or is alone is winked or beamed at, and no complaint is winked at", () => {
  for (const { grave, mood, look } of looks) {
    if (grave || ["sad", "lonely", "tired", "anxious"].includes(mood)) {
      assert.match(look.expression, /^(gentle|concerned)$/);
    }
    if (mood !== "bored") assert.notEqual(look.expression, "cheerful");
    assert.notEqual(look.expression, "wink");
  }
});

test("what is grave is set in the quiet room, and nothing else is", () => {
  for (const { grave, look } of looks) {
    assert.equal(look.scene, grave ? "quiet" : undefined);
    assert.equal(/quiet room/.test(look.description), grave);
    if (grave) assert.doesNotMatch(look.description, /smile|stage outfit|café|market|office/);
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
  const understood = { topic: "work", mood: "tired", grave: false } as const;
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

import assert from "node:assert/strict";
import { test } from "node:test";
import sharp from "sharp";
import { Expression, Look, type PersonaResult, TimeOfDay, Topic } from "@guchi/contracts/guchi.ts";
import { testCall } from "@guchi/providers/testing/stage-context.ts";
import { personaSays } from "../testing.ts";
import { createLocalImage } from "./local.ts";
import { layoutCard } from "./local/layout.ts";
import { testImageProvider } from "./provider.suite.ts";

testImageProvider("the local engine", createLocalImage);

const local = createLocalImage();
const render = (persona: PersonaResult, seed = "job"): Promise<Uint8Array> =>
  local.render({ persona, seed }, testCall({ signal: AbortSignal.timeout(60_000) }));

test("the same request and seed give the same bytes; another seed gives another picture", async () => {
  const persona = personaSays("おつかれさま");
  const [first, again, other] = [await render(persona), await render(persona), await render(persona, "other")];
  assert.deepEqual(first, again);
  assert.notDeepEqual(first, other);
});

test("every topic at every time of day gives a different, colourful picture of 1024x1024", async () => {
  const seen = new Set<string>();
  for (const topic of Topic.enum) {
    const pictures = TimeOfDay.enum.map((timeOfDay) => render(personaSays("大丈夫だよ", { topic, timeOfDay })));
    for (const bytes of await Promise.all(pictures)) {
      const picture = sharp(bytes);
      const { width, height } = await picture.metadata();
      assert.deepEqual([width, height], [1_024, 1_024]);
      const { channels } = await picture.stats();
      assert.ok(
        channels.every(({ stdev }) => stdev > 25),
        `${topic}: ${channels.map(({ stdev }) => stdev).join()}`,
      );
      seen.add((await picture.resize(16, 16).raw().toBuffer()).toString("base64"));
    }
  }
  assert.equal(seen.size, Topic.enum.length * TimeOfDay.enum.length);
});

const { look } = personaSays("♪");
const others: readonly Partial<Look>[] = [
  ...Expression.enum.map((expression) => ({ expression })),
  ...Look.properties.hairStyle.enum.map((hairStyle) => ({ hairStyle })),
  ...Look.properties.accessory.enum.map((accessory) => ({ accessory })),
  { hairColor: "#f4b6d2" },
  { outfitColor: "#6fb7ff" },
];

test("each part of the look changes the picture to the eye", async () => {
  const plain = await render(personaSays("♪"));
  for (const other of others) {
    const same = Object.entries(other).every(([part, value]) => look[part as keyof Look] === value);
    const changed = await differingPixels(plain, await render(personaSays("♪", { look: { ...look, ...other } })));
    assert.ok(same ? changed === 0 : changed > 1_500, `${JSON.stringify(other)} changes ${changed} px`);
  }
});

test("the quiet scene knows neither topic nor gesture: no balloon, no microphone, no wink, whatever the look says", async () => {
  const quiet = (changes: Partial<Look>, topic: Topic = "daily") =>
    render(personaSays("ゆっくりで大丈夫", { topic, look: { ...look, scene: "quiet", ...changes } }));
  const calm = await quiet({});
  for (const topic of Topic.enum) assert.deepEqual(await quiet({}, topic), calm, topic);
  for (const expression of ["cheerful", "wink", "determined"] as const) {
    assert.deepEqual(await quiet({ expression }), calm, expression);
  }
  assert.ok((await differingPixels(calm, await quiet({ expression: "concerned" }))) > 500);
  assert.ok((await differingPixels(calm, await render(personaSays("ゆっくりで大丈夫", { topic: "daily" })))) > 200_000);
});

test("the quiet scene is another picture at each time of day, and for other seeds", async () => {
  const persona = personaSays("ゆっくりで大丈夫", { look: { ...look, scene: "quiet" } });
  const pictures = await Promise.all([
    ...TimeOfDay.enum.map((timeOfDay) => render({ ...persona, timeOfDay })),
    ...["a", "b", "c", "d"].map((seed) => render(persona, seed)),
  ]);
  assert.ok(new Set(pictures.map((bytes) => Buffer.from(bytes).toString("base64"))).size >= 7);
});

test("her words are drawn inside the bubble, and only there", async () => {
  const { bubble } = layoutCard("おつかれさま");
  const [one, two] = [await render(personaSays("おつかれさま")), await render(personaSays("だいじょうぶ"))];
  const area = {
    left: Math.ceil(bubble.x + 20),
    top: Math.ceil(bubble.y + 20),
    width: Math.floor(bubble.width - 40),
    height: Math.floor(bubble.height - 60),
  };
  assert.ok((await dark(one, area)) > 0.04 && (await dark(two, area)) > 0.04, "no ink in the bubble");
  assert.ok((await differingPixels(one, two, area)) > 2_000, "both messages look alike");
});

for (const hostile of [
  "<>&\"']]><script>",
  "\u0000\u0007\ud800",
  "\u202eRTL مرحبا",
  `Z${"\u0334".repeat(200)}`,
  "😭".repeat(120),
]) {
  test(`${JSON.stringify(hostile.slice(0, 12))} does not break the picture`, async () => {
    const { width } = await sharp(await render(personaSays(hostile))).metadata();
    assert.equal(width, 1_024);
  });
}

test("nothing is drawn once the signal is aborted", async () => {
  const reason = new Error("canceled");
  await assert.rejects(
    local.render({ persona: personaSays("あ"), seed: "job" }, testCall({ signal: AbortSignal.abort(reason) })),
    reason,
  );
});

type Area = { left: number; top: number; width: number; height: number };
const WHOLE: Area = { left: 0, top: 0, width: 1_024, height: 1_024 };

/** Pixels of which a colour channel differs by more than 10 of 255. */
async function differingPixels(one: Uint8Array, two: Uint8Array, area = WHOLE): Promise<number> {
  const [a, b] = [await colors(one, area), await colors(two, area)];
  let count = 0;
  for (let pixel = 0; pixel < a.length; pixel += 3) {
    if ([0, 1, 2].some((channel) => Math.abs((a[pixel + channel] ?? 0) - (b[pixel + channel] ?? 0)) > 10)) count += 1;
  }
  return count;
}

async function colors(picture: Uint8Array, area: Area): Promise<Buffer> {
  return sharp(picture).extract(area).removeAlpha().raw().toBuffer();
}

/** Share of dark pixels. */
async function dark(picture: Uint8Array, area: Area): Promise<number> {
  const pixels = await sharp(picture).extract(area).greyscale().raw().toBuffer();
  return pixels.filter((value) => value < 90).length / pixels.length;
}

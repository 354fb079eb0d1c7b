import assert from "node:assert/strict";
import { test } from "node:test";
import { renderAsync } from "@resvg/resvg-js";
import sharp from "sharp";
import { TimeOfDay, Topic } from "@guchi/contracts/guchi.ts";
import type { Picture } from "@guchi/contracts/picture.ts";
import { Expression, Framing, Look, Outfit, Place, Pose, Thing } from "@guchi/contracts/look.ts";
import { testCall } from "@guchi/providers/testing/stage-context.ts";
import { toJpegs } from "../jpeg.ts";
import { personaSays } from "@guchi/contracts/testing/persona.ts";
import { createLocalImage } from "./local.ts";
import { type Card, drawCard } from "./local/card.ts";
import { FACES, quieted } from "./local/idol/faces.ts";
import { FLOOR } from "./local/idol/lower.ts";
import { layoutCard } from "./local/layout.ts";
import { heart } from "./local/scene/shapes.ts";
import { testImageProvider } from "./provider.suite.ts";

testImageProvider("the local engine", createLocalImage);

/** The outline of the heart that hangs on a bubble. */
const HEART = heart(0, 0, 1, "").match(/ d="([^"]+)"/)?.[1] ?? "no heart";

const { look } = personaSays("♪");
const local = createLocalImage();
const render = (picture: Picture, seed = "job"): Promise<Uint8Array> =>
  local.render({ picture, seed }, testCall({ signal: AbortSignal.timeout(60_000) }));

test("the same request and seed give the same bytes; another seed gives another picture", async () => {
  const picture = personaSays("おつかれさま");
  const [first, again, other] = [await render(picture), await render(picture), await render(picture, "other")];
  assert.deepEqual(first, again);
  assert.notDeepEqual(first, other);
});

test("every place at every time of day is another, colourful one", async () => {
  const seen = new Set<string>();
  for (const place of Place.enum) {
    for (const timeOfDay of TimeOfDay.enum) {
      const picture = personaSays("大丈夫だよ", { timeOfDay, look: { ...look, place } });
      const pixels = await rendered(drawCard({ picture, seed: "job" }).back, 32);
      const { channels } = await sharp(pixels, { raw: { width: 32, height: 32, channels: 4 } }).stats();
      assert.ok(
        channels.some(({ stdev }) => stdev > 12),
        `${place}: ${channels.map(({ stdev }) => stdev).join()}`,
      );
      seen.add(Buffer.from(pixels).toString("base64"));
    }
  }
  assert.equal(seen.size, Place.enum.length * TimeOfDay.enum.length);
});

for (const [place, framing, pose] of [
  ["library", "full", "wave"],
  ["rain", "half", "umbrella"],
  ["summer", "close", "fist"],
  ["cafe", "half", "tea"],
] as const) {
  test(`a picture of 1024x1024 is less than 300 KB: ${place}, ${framing}`, async () => {
    const picture = personaSays("よくがんばったね。".repeat(26), { look: { ...look, place, framing, pose } });
    const bytes = await render(picture);
    const { width, height } = await sharp(bytes).metadata();
    assert.deepEqual([width, height], [1_024, 1_024]);
    assert.ok((await toJpegs(bytes)).original.bytes.length < 300_000);
  });
}

const others: readonly Partial<Look>[] = [
  ...Expression.enum.map((expression) => ({ expression })),
  ...Pose.enum.map((pose) => ({ pose })),
  ...Framing.enum.map((framing) => ({ framing })),
  ...Outfit.enum.map((outfit) => ({ outfit })),
  ...Look.properties.hairStyle.enum.map((hairStyle) => ({ hairStyle })),
  ...Look.properties.accessory.enum.map((accessory) => ({ accessory })),
  ...Thing.enum.map((thing) => ({ thing })),
  { hairColor: "#f4b6d2" },
  { outfitColor: "#6fb7ff" },
];

test("each part of the look changes the picture to the eye", async () => {
  const plain = await small(personaSays("♪"));
  for (const other of others) {
    const same = Object.entries(other).every(([part, value]) => look[part as keyof Look] === value);
    const changed = count(plain, await small(personaSays("♪", { look: { ...look, ...other } })));
    assert.ok(same ? changed === 0 : changed > 60, `${JSON.stringify(other)} changes ${changed} px`);
  }
});

test("every pose is drawn with every face, in every framing, by numbers alone", () => {
  for (const pose of Pose.enum) {
    for (const expression of Expression.enum) {
      for (const framing of Framing.enum) {
        const { front } = drawCard({
          picture: personaSays("♪", { look: { ...look, pose, expression, framing } }),
          seed: "a",
        });
        assert.doesNotMatch(front, /NaN|undefined|Infinity/, `${pose} ${expression} ${framing}`);
      }
    }
  }
});

/** A picture for what is grave. */
function graveCard(topic: Topic = "daily"): Card {
  const quiet = { scene: "quiet", place: "quiet-room", pose: "folded-hands", expression: "solemn" } as const;
  return drawCard({ picture: personaSays("ゆっくりで大丈夫", { topic, look: { ...look, ...quiet } }), seed: "job" });
}

test("what is grave has a closed mouth and a plain bubble, and the quiet room whatever the topic", () => {
  const calm = graveCard();
  for (const topic of Topic.enum) assert.deepEqual(graveCard(topic), calm, topic);
  for (const { mouth } of Object.values(FACES).map(quieted)) assert.match(mouth, /^(closed|tremble)$/);
  assert.equal(calm.front.includes(HEART), false);
  assert.equal(drawCard({ picture: personaSays("ゆっくりで大丈夫"), seed: "job" }).front.includes(HEART), true);
});

test("the quiet room is another picture at each time of day, and for other seeds", () => {
  const picture = personaSays("ゆっくりで大丈夫", { look: { ...look, scene: "quiet", place: "quiet-room" } });
  const pictures = [
    ...TimeOfDay.enum.map((timeOfDay) => drawCard({ picture: { ...picture, timeOfDay }, seed: "job" })),
    ...["a", "b", "c", "d"].map((seed) => drawCard({ picture, seed })),
  ];
  assert.equal(new Set(pictures.map(({ back }) => back)).size, pictures.length);
});

test("her words are drawn inside the bubble, and only there", async () => {
  const [one, two] = [await render(personaSays("おつかれさま")), await render(personaSays("だいじょうぶ"))];
  const bubbles = ([1, -1] as const).map(
    (side) => layoutCard("おつかれさま", { framing: "half", floor: FLOOR.floor, side }).bubble,
  );
  // What both sides have in common: which one it is, the seed says.
  const left = Math.max(...bubbles.map(({ x }) => x)) + 20;
  const right = Math.min(...bubbles.map(({ x, width }) => x + width)) - 20;
  const [{ y, height } = { y: 0, height: 0 }] = bubbles;
  const area = {
    left: Math.ceil(left),
    top: Math.ceil(y + 20),
    width: Math.floor(right - left),
    height: Math.floor(height - 60),
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
    local.render({ picture: personaSays("あ"), seed: "job" }, testCall({ signal: AbortSignal.abort(reason) })),
    reason,
  );
});

type Area = { left: number; top: number; width: number; height: number };
const WHOLE: Area = { left: 0, top: 0, width: 1_024, height: 1_024 };

/** The sharp layer alone, at a quarter of its size: enough to see a difference. */
function small(picture: Picture): Promise<Uint8Array> {
  return rendered(drawCard({ picture, seed: "job" }).front, 256);
}

async function rendered(svg: string, width: number): Promise<Uint8Array> {
  return (await renderAsync(svg, { font: { loadSystemFonts: false }, fitTo: { mode: "width", value: width } })).pixels;
}

/** Values of RGBA that differ by more than 10 of 255. */
function count(one: Uint8Array, two: Uint8Array): number {
  return one.reduce((sum, value, at) => sum + (Math.abs(value - (two[at] ?? 0)) > 10 ? 1 : 0), 0);
}

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

import assert from "node:assert/strict";
import { test } from "node:test";
import sharp from "sharp";
import type { StageContext } from "@guchi/chain/stage.ts";
import { readSettings } from "@guchi/platform/config/settings.ts";
import { ImageResult } from "@guchi/contracts/guchi.ts";
import type { Poster } from "@guchi/contracts/picture.ts";
import { StageError } from "@guchi/chain/errors.ts";
import type { Budget } from "@guchi/providers/budget.ts";
import { ProviderError } from "@guchi/providers/failure.ts";
import { parseAs } from "@guchi/chain/schema.ts";
import { testContext } from "@guchi/providers/testing/stage-context.ts";
import { Value } from "typebox/value";
import { createLocalImage } from "./providers/local.ts";
import type { ImageProvider } from "./providers/provider.ts";
import { createImagegenStage } from "./stage.ts";
import { personaSays } from "@guchi/contracts/testing/persona.ts";
import { memoryMedia } from "./testing.ts";
import { service } from "./service.ts";

const input = { picture: personaSays("今日も一日おつかれさま！") };
const local = createLocalImage();

/** The picture's result, where one was wanted. */
const drawn = (result: unknown): ImageResult => parseAs(ImageResult, result);

function context(signal = new AbortController().signal): StageContext {
  return testContext({ signal });
}

function answers(name: string, render: ImageProvider["render"]): ImageProvider {
  return { name, render };
}

test("the picture and its preview are kept as JPEGs within LINE's limits", async () => {
  const media = memoryMedia();
  const result = await createImagegenStage({ local, providers: [local], media }).run(input, context());
  assert.ok(Value.Check(ImageResult, result));
  assert.equal(result.provider, "local");
  const [original, preview] = [media.files.get(result.key), media.files.get(result.previewKey)];
  assert.ok(original && preview && media.files.size === 2);
  assert.deepEqual(await shape(original), ["jpeg", 1_024, 1_024]);
  assert.deepEqual(await shape(preview), ["jpeg", 512, 512]);
  assert.deepEqual([result.width, result.height, result.bytes], [1_024, 1_024, original.length]);
  assert.ok(original.length < 10_000_000 && preview.length < 1_000_000);
});

test("a film's card is drawn here, whoever draws the idol, and where unclear messages get no picture", async () => {
  const refuses = answers("paid", () => assert.fail("it was asked"));
  const stage = createImagegenStage({ local, providers: [refuses], media: memoryMedia(), unclear: "none" });
  const picture: Poster = {
    title: "プレデター",
    year: 1987,
    about: "アメリカ",
    line: "密林の狩り。",
    label: "ミミのおすすめ",
    motifs: ["burst"],
    tone: "vivid",
  };
  assert.equal(drawn(await stage.run({ picture, isForComplaint: false }, context())).provider, "local");
});

test("another run of the same job makes the same picture under keys of its own", async () => {
  const media = memoryMedia();
  const stage = createImagegenStage({ local, providers: [local], media });
  const [one, two] = [drawn(await stage.run(input, context())), drawn(await stage.run(input, context()))];
  assert.notEqual(one.key, two.key);
  assert.deepEqual(media.files.get(one.key), media.files.get(two.key));
});

const png = (size: number): Promise<Uint8Array> =>
  sharp({ create: { width: size, height: size, channels: 3, background: "#ffaacc" } })
    .png()
    .toBuffer();

const broken: Readonly<Record<string, ImageProvider["render"]>> = {
  "an error page": async () => Buffer.from("<html>502</html>"),
  nothing: async () => new Uint8Array(),
  "half a picture": async (request, call) => (await local.render(request, call)).subarray(0, 20_000),
  "a picture that is too small": () => png(64),
  "an error": async () => {
    throw new StageError("down", { code: "provider_unavailable", class: "transient" });
  },
};

for (const [what, render] of Object.entries(broken)) {
  test(`a provider that answers with ${what} makes the stage ask the next one`, async () => {
    const media = memoryMedia();
    const stage = createImagegenStage({ local, providers: [answers("broken", render), local], media });
    assert.equal(drawn(await stage.run(input, context())).provider, "local");
    assert.equal(media.files.size, 2);
  });
}

test("with no usable picture from anyone, the attempt fails as invalid_output and may be tried again", async () => {
  const providers = [answers("broken", async () => Buffer.from("no picture"))];
  await assert.rejects(createImagegenStage({ local, providers, media: memoryMedia() }).run(input, context()), {
    code: "invalid_output",
    class: "transient",
  });
});

test("a media store that is down fails the attempt as media_unavailable, transient", async () => {
  const media = { ...memoryMedia(), put: () => Promise.reject(new Error("ENOSPC")) };
  const providers = [answers("flat", () => png(1_024))];
  await assert.rejects(createImagegenStage({ local, providers, media }).run(input, context()), {
    code: "media_unavailable",
    class: "transient",
  });
});

test("a picture of another size and with transparency becomes an opaque 1024x1024", async () => {
  const media = memoryMedia();
  const wide = sharp({ create: { width: 1_536, height: 1_024, channels: 4, background: "#00000000" } }).webp();
  const providers = [answers("wide", () => wide.toBuffer())];
  const { key } = drawn(await createImagegenStage({ local, providers, media }).run(input, context()));
  const original = media.files.get(key);
  assert.ok(original);
  assert.deepEqual(await shape(original), ["jpeg", 1_024, 1_024]);
  const { dominant } = await sharp(original).stats();
  assert.ok(dominant.r > 240 && dominant.g > 240 && dominant.b > 240);
});

test("a canceled stage stops, and keeps nothing", async () => {
  const media = memoryMedia();
  const canceled = new AbortController();
  const providers = [
    answers("slow", async () => {
      canceled.abort(new Error("canceled"));
      return png(1_024);
    }),
  ];
  await assert.rejects(
    createImagegenStage({ local, providers, media }).run(input, context(canceled.signal)),
    /canceled/,
  );
  assert.equal(media.files.size, 0);
});

async function shape(picture: Uint8Array): Promise<unknown[]> {
  const { format, width, height } = await sharp(picture).metadata();
  return [format, width, height];
}

/** An engine that is paid, and answers or fails so. */
function paying(answer: () => Promise<Uint8Array>): ImageProvider & { readonly asked: boolean[] } {
  const asked: boolean[] = [];
  return {
    name: "cloud",
    callTimeoutMs: 5_000,
    rephrases: true,
    asked,
    render: async (_request, { pay, softer }) => {
      await pay(0.05);
      asked.push(softer);
      return answer();
    },
  };
}

test("a prompt that is refused is tried once in softer words, then the next provider draws", async () => {
  const refusing = paying(() => Promise.reject(new ProviderError("refused", "cloud")));
  const stage = createImagegenStage({ local, providers: [refusing, local], media: memoryMedia() });
  assert.equal(drawn(await stage.run(input, context())).provider, "local");
  assert.deepEqual(refusing.asked, [false, true]);
});

test("two calls of the longest time that the settings allow leave time for the local engine", () => {
  assert.throws(() => readSettings(service, { IMAGEGEN_CALL_TIMEOUT: "101s" }), /IMAGEGEN_CALL_TIMEOUT/);
  const { timeoutMs } = createImagegenStage({ local, providers: [local], media: memoryMedia() });
  assert.ok(timeoutMs >= 2 * 100_000 + 15_000);
});

test("a paid answer that is no picture is not paid a second time", async () => {
  const broken = paying(async () => Buffer.from("no picture"));
  await assert.rejects(
    createImagegenStage({ local, providers: [broken, broken], media: memoryMedia() }).run(input, context()),
    { code: "invalid_output", class: "permanent" },
  );
  assert.deepEqual(broken.asked, [false]);
});

test("a paid picture that cannot be kept is not paid for again: the failure is final", async () => {
  const media = { ...memoryMedia(), put: () => Promise.reject(new Error("ENOSPC")) };
  const stage = createImagegenStage({ local, providers: [paying(() => png(1_024))], media });
  await assert.rejects(stage.run(input, context()), { code: "media_unavailable", class: "permanent" });
});

test("what is no clear complaint costs no paid picture, and gets one or none as the setting says", async () => {
  const cloud = paying(() => png(1_024));
  const media = memoryMedia();
  const draw = (unclear: "local" | "paid" | "none") =>
    createImagegenStage({ local, providers: [cloud], media, unclear }).run(
      { ...input, isForComplaint: false },
      context(),
    );
  const { provider, notice } = drawn(await draw("local"));
  assert.deepEqual([provider, notice, cloud.asked.length], ["local", undefined, 0]);
  const kept = media.files.size;
  assert.deepEqual(await draw("none"), { wanted: false });
  assert.deepEqual([media.files.size, cloud.asked.length], [kept, 0]);
  assert.ok(Value.Check(ImageResult, await draw("paid")));
  assert.equal(cloud.asked.length, 1);
});

test("a user who has had all pictures of the day gets none, and the result says why", async () => {
  const cloud = paying(() => png(1_024));
  const stage = createImagegenStage({ local, providers: [cloud], media: memoryMedia() });
  assert.deepEqual(await stage.run({ ...input, isOverLimit: true }, context()), {
    wanted: false,
    notice: "daily_images",
  });
  assert.equal(cloud.asked.length, 0);
});

test("a complaint gets its paid picture whatever the setting says", async () => {
  for (const unclear of ["local", "paid", "none"] as const) {
    const cloud = paying(() => png(1_024));
    const stage = createImagegenStage({ local, providers: [cloud], media: memoryMedia(), unclear });
    await stage.run({ ...input, isForComplaint: true }, context());
    assert.equal(cloud.asked.length, 1, unclear);
  }
});

test("over a limit of the day the local picture comes, and says why; the user's id goes to the partBudget alone", async () => {
  const parts: unknown[] = [];
  const broke: Budget = {
    partBudget: (part) => {
      parts.push(part);
      return { over: "daily_images", reserve: async () => false, giveBack: async () => undefined };
    },
  };
  const cloud = paying(() => png(1_024));
  const stage = createImagegenStage({ local, providers: [cloud], media: memoryMedia(), budget: broke });
  const result = drawn(await stage.run({ ...input, user: "alice" }, context()));
  assert.deepEqual([result.provider, result.notice], ["local", "daily_images"]);
  assert.ok(Value.Check(ImageResult, result));
  assert.deepEqual([parts, cloud.asked], [[{ picture: true, user: "alice" }], []]);
});

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { Value } from "typebox/value";
import { StageError } from "@guchi/chain/errors.ts";
import { testContext } from "@guchi/providers/testing/stage-context.ts";
import { parseMediaKey } from "@guchi/platform/media/store.ts";
import type { SpeechProvider, SpeechRequest } from "./providers/provider.ts";
import { createTtsStage, type TtsDependencies } from "./stage.ts";
import { decodeMp3 } from "./testing/decode-mp3.ts";
import { sineMp3 } from "./testing/sine-mp3.ts";

const speech = { text: "今日もおつかれさま！", language: "ja", mood: "tired" } as const;

const speaking = (name: string, mp3: Uint8Array): SpeechProvider => ({ name, speak: () => Promise.resolve(mp3) });

const failing: SpeechProvider = { name: "down", speak: () => Promise.reject(new Error("ECONNREFUSED")) };

const cloud = (name: string, mp3: Uint8Array): SpeechProvider => ({
  name,
  callTimeoutMs: 1_000,
  speak: async (_, { pay }) => {
    await pay(0.01);
    return mp3;
  },
});

function memoryStore(): TtsDependencies["media"] & { readonly files: Map<string, Uint8Array> } {
  const files = new Map<string, Uint8Array>();
  return {
    files,
    put: async (key, bytes) => void files.set(key, bytes),
  };
}

function run(providers: SpeechProvider[], media = memoryStore(), signal = new AbortController().signal) {
  return createTtsStage({ providers, local: failing, media }).run(speech, testContext({ signal }));
}

describe("the tts stage", () => {
  it("keeps the sound under the job and tells its true duration", async () => {
    const media = memoryStore();
    const mp3 = await sineMp3(3_000);
    const result = await run([speaking("good", mp3)], media);
    assert.equal(parseMediaKey(result.key)?.jobId, "job_1");
    assert.deepEqual(media.files.get(result.key), mp3);
    assert.ok(Math.abs(result.durationMs - (await decodeMp3(mp3)).durationMs) < 60);
    assert.deepEqual(
      { ...result, key: "", durationMs: 0 },
      { key: "", contentType: "audio/mpeg", durationMs: 0, bytes: mp3.length, provider: "good" },
    );
  });

  it("makes what its output schema promises, and takes more than it needs", async () => {
    const stage = createTtsStage({
      providers: [speaking("good", await sineMp3(300))],
      local: failing,
      media: memoryStore(),
    });
    assert.ok(Value.Check(stage.input, { ...speech, user: "alice" }));
    assert.ok(!Value.Check(stage.input, { text: "つかれた" }));
    assert.ok(Value.Check(stage.output, await run([speaking("good", await sineMp3(300))])));
  });

  it("asks the next provider when one fails or sends what is no mp3 file", async () => {
    const broken = speaking("broken", Buffer.from("<html>502</html>"));
    const result = await run([
      failing,
      speaking("empty", new Uint8Array()),
      broken,
      speaking("good", await sineMp3(300)),
    ]);
    assert.equal(result.provider, "good");
  });

  it("fails with invalid_output, to be tried again, and keeps nothing when no provider sends sound", async () => {
    const media = memoryStore();
    await assert.rejects(
      run([speaking("broken", new Uint8Array(100))], media),
      (e) => e instanceof StageError && e.code === "invalid_output" && e.class === "transient",
    );
    assert.equal(media.files.size, 0);
  });

  it("hands the provider the words, their language and mood, and the signal", async () => {
    const signal = new AbortController().signal;
    const asked: [SpeechRequest, AbortSignal][] = [];
    const mp3 = await sineMp3(300);
    const provider: SpeechProvider = {
      name: "spy",
      speak: async (request, call) => (asked.push([request, call.signal]), mp3),
    };
    await run([provider], memoryStore(), signal);
    assert.deepEqual(asked, [[speech, signal]]);
  });

  it("never pays twice for one voice: after a paid answer that is no sound, who costs nothing speaks", async () => {
    const paid: string[] = [];
    const stage = createTtsStage({
      providers: [
        cloud("broken", new Uint8Array(9)),
        cloud("fine", await sineMp3(300)),
        speaking("local", await sineMp3(300)),
      ],
      local: failing,
      media: memoryStore(),
    });
    const context = testContext({ paid: async (provider) => void paid.push(provider) });
    assert.equal((await stage.run(speech, context)).provider, "local");
    assert.deepEqual(paid, ["broken"]);
  });

  it("speaks with the voice that costs nothing when the budget of the day is spent, and says so", async () => {
    const over = { reserve: async () => false, giveBack: async () => undefined, over: "daily_budget" as const };
    const stage = createTtsStage({
      providers: [
        { name: "cloud", callTimeoutMs: 1_000, speak: async (_, { pay }) => (await pay(1), new Uint8Array()) },
      ],
      local: speaking("local", await sineMp3(300)),
      media: memoryStore(),
      budget: { partBudget: () => over },
    });
    const { provider, notice } = await stage.run(speech, testContext());
    assert.deepEqual([provider, notice], ["local", "daily_budget"]);
  });

  it("tries on its own to keep a paid voice, and does not speak it twice", async () => {
    let [spoken, tries] = [0, 0];
    const mp3 = await sineMp3(300);
    const voice: SpeechProvider = {
      name: "cloud",
      callTimeoutMs: 1_000,
      speak: async (_, { pay }) => {
        await pay(0.01);
        spoken += 1;
        return mp3;
      },
    };
    const media = {
      put: async () => {
        tries += 1;
        if (tries === 1) throw new Error("EBUSY");
      },
    };
    const stage = createTtsStage({ providers: [voice], local: failing, media });
    assert.equal((await stage.run(speech, testContext())).provider, "cloud");
    assert.deepEqual([spoken, tries], [1, 2]);
  });
});

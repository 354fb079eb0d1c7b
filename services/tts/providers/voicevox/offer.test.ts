import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { startFakeOpenAi, type FakeOpenAi } from "../../../../test/fakes/openai/server.ts";
import { startFakeVoicevox, type FakeVoicevox } from "../../../../test/fakes/voicevox/server.ts";
import { voicevoxOffer } from "./offer.ts";

const { signal } = new AbortController();

describe("an engine of VOICEVOX at its usual port", () => {
  let voicevox: FakeVoicevox;
  let other: FakeOpenAi;
  before(async () => {
    [voicevox, other] = await Promise.all([startFakeVoicevox(), startFakeOpenAi()]);
  });
  after(() => Promise.all([voicevox.close(), other.close()]));

  it("is offered in one line", async () => {
    const [line, ...more] = await voicevoxOffer(signal, voicevox.url);
    assert.ok(line?.includes(`VOICEVOX_URL=${voicevox.url}`));
    assert.deepEqual(more, []);
  });

  it("is not taken for another server there, or for none", async () => {
    assert.deepEqual(await voicevoxOffer(signal, other.url), []);
    assert.deepEqual(await voicevoxOffer(signal, "http://127.0.0.1:1"), []);
    assert.deepEqual(await voicevoxOffer(AbortSignal.abort(), voicevox.url), []);
  });
});

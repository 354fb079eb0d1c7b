import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { startFakeVoicevox, type FakeVoicevox } from "./server.ts";

const json = (body: object) => ({ headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

describe("the fake of VOICEVOX", () => {
  let fake: FakeVoicevox;
  before(async () => {
    fake = await startFakeVoicevox();
  });
  after(() => fake.close());
  const post = (path: string, init: RequestInit = {}) => fetch(`${fake.url}${path}`, { method: "POST", ...init });

  it("makes a query of a text, and sound of the query", async () => {
    const query = (await (await post("/audio_query?text=%E3%81%AF%E3%81%84&speaker=8")).json()) as object;
    const wav = await (await post("/synthesis?speaker=8", json(query))).bytes();
    assert.equal(Buffer.from(wav.subarray(0, 4)).toString("latin1"), "RIFF");
    assert.equal(Buffer.from(wav).readUInt16LE(22), 1);
    const stereo = await (await post("/synthesis?speaker=8", json({ ...query, outputStereo: true }))).bytes();
    assert.equal(Buffer.from(stereo).readUInt16LE(22), 2);
  });

  it("refuses what does not fit", async () => {
    const statuses = [
      await post("/audio_query?text=a"),
      await post("/audio_query?text=a&speaker=x"),
      await post("/audio_query?text=a&speaker=999"),
      await post("/audio_query?speaker=8"),
      await post("/synthesis?speaker=8", json({ speedScale: 1 })),
      await post("/synthesis?speaker=8", { body: "{}", headers: { "content-type": "text/plain" } }),
      await post("/speak?speaker=8"),
      await post("/audio_query?text=a&speaker=8", { method: "GET" }),
    ].map(({ status }) => status);
    assert.deepEqual(statuses, [422, 422, 422, 422, 422, 422, 404, 405]);
  });
});

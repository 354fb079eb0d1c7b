import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { StageError } from "@guchi/chain/errors.ts";
import { mp3DurationMs } from "./mp3-duration.ts";
import { decodeMp3 } from "./testing/decode-mp3.ts";
import { sineMp3 } from "./testing/sine-mp3.ts";

const concat = (...parts: Uint8Array[]) => new Uint8Array(Buffer.concat(parts));
/** An empty ID3v2.3 tag whose padding is 1,000 bytes long; its length is written 7 bits a byte. */
const id3 = concat(Buffer.from("ID3\x03\x00\x00\x00\x00\x07\x68", "latin1"), new Uint8Array(1_000));
const id3v1 = concat(Buffer.from("TAG", "latin1"), new Uint8Array(125));

describe("mp3DurationMs", () => {
  for (const durationMs of [200, 1_000, 7_777, 30_000]) {
    it(`is what a decoder finds in a sound of ${durationMs} ms`, async () => {
      const mp3 = await sineMp3(durationMs);
      assert.ok(Math.abs((await mp3DurationMs(mp3)) - (await decodeMp3(mp3)).durationMs) < 30);
    });
  }

  it("does not count tags as sound", async () => {
    const mp3 = await sineMp3(1_000);
    const bare = await mp3DurationMs(mp3);
    assert.ok(Math.abs((await mp3DurationMs(concat(id3, mp3))) - bare) < 30, "ID3v2");
    assert.ok(Math.abs((await mp3DurationMs(concat(mp3, id3v1))) - bare) < 30, "ID3v1");
  });

  it("is the duration of what is there when the end is missing", async () => {
    const mp3 = await sineMp3(4_000);
    assert.ok(Math.abs((await mp3DurationMs(mp3.subarray(0, mp3.length / 2))) - 2_000) < 80);
  });

  const broken: [string, Uint8Array][] = [
    ["nothing", new Uint8Array()],
    ["zeros", new Uint8Array(10_000)],
    ["text", Buffer.from("<html>Bad gateway</html>".repeat(100))],
    ["a tag without sound", id3],
    ["a WAV file", concat(Buffer.from("RIFF\x24\x10\x00\x00WAVEfmt ", "latin1"), new Uint8Array(4_000))],
    ["an Ogg file", concat(Buffer.from("OggS\x00\x02", "latin1"), new Uint8Array(4_000))],
    ["noise", Uint8Array.from({ length: 20_000 }, (_, i) => (i * 7_919 + (i >> 3) * 31) % 251)],
  ];
  for (const [name, bytes] of broken) {
    it(`refuses ${name}`, async () => {
      await assert.rejects(mp3DurationMs(bytes), (e) => e instanceof StageError && e.code === "invalid_output");
    });
  }
});

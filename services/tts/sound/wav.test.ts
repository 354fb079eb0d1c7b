import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readWav } from "./wav.ts";

interface Parts {
  readonly samples: readonly number[];
  readonly channels?: number;
  readonly dataBytes?: number;
}

function wav({ samples, channels = 1, dataBytes = samples.length * 2 }: Parts): Buffer {
  const data = Buffer.alloc(samples.length * 2);
  samples.forEach((sample, i) => data.writeInt16LE(sample, 2 * i));
  const format = Buffer.alloc(16);
  format.writeUInt16LE(1, 0);
  format.writeUInt16LE(channels, 2);
  format.writeUInt32LE(22_050, 4);
  format.writeUInt16LE(16, 14);
  return Buffer.concat([
    Buffer.from("RIFF....WAVE", "latin1"),
    chunk("fmt ", format),
    chunk("LIST", Buffer.from("note")),
    chunk("data", data, dataBytes),
  ]);
}

function chunk(id: string, body: Buffer, bytes = body.length): Buffer {
  const head = Buffer.from(`${id}....`, "latin1");
  head.writeUInt32LE(bytes, 4);
  return Buffer.concat([head, body]);
}

describe("readWav", () => {
  it("reads 16-bit mono samples and their rate", () => {
    const { samples, sampleRateHz } = readWav(wav({ samples: [0, 16_384, -32_768] }));
    assert.deepEqual([...samples], [0, 0.5, -1]);
    assert.equal(sampleRateHz, 22_050);
  });

  it("reads up to the end when the header's length is a placeholder", () => {
    assert.equal(readWav(wav({ samples: [1, 2, 3], dataBytes: 0x7ffff000 })).samples.length, 3);
  });

  it("refuses what is not 16-bit mono, and what holds no samples", () => {
    assert.throws(() => readWav(wav({ samples: [1, 2], channels: 2 })), /2 channels/);
    assert.throws(() => readWav(Buffer.from("RIFF....WAVE")), /no samples/);
  });
});

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { decodeMp3 } from "../testing/decode-mp3.ts";
import { sine } from "../testing/sine.ts";
import { encodeMp3 } from "./encode-mp3.ts";
import { speechToMp3 } from "./speech-to-mp3.ts";

const sampleRateHz = 24_000;
const { signal } = new AbortController();

describe("speech as an mp3 file", () => {
  for (const amplitude of [0.02, 0.9]) {
    it(`is as loud as all others when the engine spoke at ${amplitude}`, async () => {
      const mp3 = await speechToMp3(
        { samples: sine({ durationMs: 2_000, amplitude, sampleRateHz }), sampleRateHz },
        signal,
      );
      const { rms, peak, durationMs } = await decodeMp3(mp3 ?? assert.fail("silent"));
      assert.ok(rms > 0.13 && rms < 0.2, `RMS ${rms}`);
      assert.ok(peak < 0.9, `peak ${peak}`);
      assert.ok(Math.abs(durationMs - 2_000) < 150, `${durationMs} ms`);
    });
  }

  it("is none when there is nothing to hear", async () => {
    assert.equal(await speechToMp3({ samples: new Float32Array(24_000), sampleRateHz }, signal), undefined);
    assert.equal(await speechToMp3({ samples: new Float32Array(), sampleRateHz }, signal), undefined);
  });

  it("is cut into slices that leave no seam", async () => {
    const samples = sine({ durationMs: 2_500, sampleRateHz });
    const { samples: decoded } = await decodeMp3(await encodeMp3({ samples, sampleRateHz }));
    const steps = decoded.subarray(4_800, 48_000).map((sample, i, all) => Math.abs(sample - (all[i + 1] ?? sample)));
    assert.ok(Math.max(...steps) < 0.08, `a step of ${Math.max(...steps)}: a click`);
  });

  it("stops when it is aborted", async () => {
    const reason = new Error("canceled");
    await assert.rejects(
      encodeMp3({ samples: sine({ durationMs: 500, sampleRateHz }), sampleRateHz }, AbortSignal.abort(reason)),
      (error) => error === reason,
    );
  });
});

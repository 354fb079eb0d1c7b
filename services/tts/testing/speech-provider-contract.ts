import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { mp3DurationMs } from "../mp3-duration.ts";
import type { SpeechProvider, SpeechRequest } from "../providers/provider.ts";
import { decodeMp3 } from "./decode-mp3.ts";

/** What the stage expects of every provider, local and cloud alike. */
export function testSpeechProvider(name: string, create: () => Promise<SpeechProvider>): void {
  const requests: SpeechRequest[] = [
    { text: "今日もおつかれさま！ゆっくり休んでね。", language: "ja", mood: "tired" },
    { text: "You did great today. Rest well!", language: "en", mood: "sad" },
  ];
  describe(`${name} as a speech provider`, () => {
    for (const request of requests) {
      it(`speaks ${request.language} as an mp3 file that plays`, async () => {
        const provider = await create();
        const mp3 = await provider.speak(request, new AbortController().signal);
        const sound = await decodeMp3(mp3);
        assert.ok(sound.rms > 0.01, `silent: RMS ${sound.rms}`);
        assert.ok(Math.abs((await mp3DurationMs(mp3)) - sound.durationMs) < 60);
      });
    }

    it("gives up with the signal's reason when the signal is aborted already", async () => {
      const provider = await create();
      const reason = new Error("canceled");
      await assert.rejects(
        provider.speak(requests[0] ?? assert.fail(), AbortSignal.abort(reason)),
        (e) => e === reason,
      );
    });
  });
}

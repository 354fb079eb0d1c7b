import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Language } from "@guchi/contracts/guchi.ts";
import { testCall } from "@guchi/providers/testing/stage-context.ts";
import { mp3DurationMs } from "../mp3-duration.ts";
import type { SpeechProvider, SpeechRequest } from "../providers/provider.ts";
import { decodeMp3 } from "./decode-mp3.ts";

/** What the stage expects of every provider, local and cloud alike, in the languages that it speaks. */
export function testSpeechProvider(
  name: string,
  create: () => Promise<SpeechProvider>,
  languages: readonly Language[] = ["ja", "en"],
): void {
  const all: SpeechRequest[] = [
    { text: "今日もおつかれさま！ゆっくり休んでね。", language: "ja", mood: "tired" },
    { text: "You did great today. Rest well!", language: "en", mood: "sad" },
  ];
  const requests = all.filter(({ language }) => languages.includes(language));
  describe(`${name} as a speech provider`, () => {
    for (const request of requests) {
      it(`speaks ${request.language} as an mp3 file that plays`, async () => {
        const provider = await create();
        const mp3 = await provider.speak(request, testCall());
        const sound = await decodeMp3(mp3);
        assert.ok(sound.rms > 0.01, `silent: RMS ${sound.rms}`);
        assert.ok(Math.abs((await mp3DurationMs(mp3)) - sound.durationMs) < 60);
      });
    }

    it("gives up with the signal's reason when the signal is aborted already", async () => {
      const provider = await create();
      const reason = new Error("canceled");
      await assert.rejects(
        provider.speak(requests[0] ?? assert.fail(), testCall({ signal: AbortSignal.abort(reason) })),
        (e) => e === reason,
      );
    });
  });
}

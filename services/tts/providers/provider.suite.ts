import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { Language } from "@guchi/contracts/guchi.ts";
import { testAnyProvider } from "@guchi/providers/testing/provider.suite.ts";
import { testCall } from "@guchi/providers/testing/stage-context.ts";
import { mp3DurationMs } from "../mp3-duration.ts";
import type { SpeechProvider, SpeechRequest } from "./provider.ts";
import { decodeMp3 } from "../testing/decode-mp3.ts";

/**
 * What the stage relies on, whichever engine speaks, in its languages. Every provider's test runs
 * it.
 */
export function testSpeechProvider(
  name: string,
  create: () => SpeechProvider,
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
        const mp3 = await create().speak(request, testCall());
        const sound = await decodeMp3(mp3);
        assert.ok(sound.rms > 0.01, `silent: RMS ${sound.rms}`);
        assert.ok(Math.abs((await mp3DurationMs(mp3)) - sound.durationMs) < 60);
      });
    }

    testAnyProvider(create, (provider, call) => provider.speak(requests[0] ?? assert.fail(), call));
  });
}

import { Type } from "typebox";
import { defineStage } from "@guchi/shared/chain/stage.ts";
import { AudioResult, PersonaResult } from "@guchi/shared/contracts/guchi.ts";
import { newMediaKey, type MediaStore } from "@guchi/shared/media/store.ts";
import { firstToAnswer } from "@guchi/shared/providers/first-to-answer.ts";
import { mp3DurationMs } from "./mp3-duration.ts";
import type { SpeechProvider } from "./providers/provider.ts";

export interface TtsDependencies {
  /** Asked in this order until one speaks. */
  readonly providers: readonly SpeechProvider[];
  readonly media: Pick<MediaStore, "put">;
}

/** The stage that speaks what the idol says and keeps the sound. */
export function createTtsStage({ providers, media }: TtsDependencies) {
  return defineStage({
    name: "tts",
    input: Type.Object({ persona: PersonaResult }),
    output: AudioResult,
    retry: { attempts: 3, backoffMs: 1_000, maxBackoffMs: 60_000 },
    timeoutMs: 60_000,
    concurrency: 2,
    async run({ persona: { message, language, mood } }, context): Promise<AudioResult> {
      const { provider, answer } = await firstToAnswer(providers, context, async (voice, call) => {
        const mp3 = await voice.speak({ text: message, language, mood }, call);
        return { mp3, durationMs: await mp3DurationMs(mp3) };
      });
      const { mp3, durationMs } = answer;
      const key = newMediaKey(context.jobId, "voice", "mp3");
      await media.put(key, mp3);
      return { key, contentType: "audio/mpeg", durationMs, bytes: mp3.length, provider };
    },
  });
}

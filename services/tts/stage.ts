import { defineStage } from "@guchi/chain/stage.ts";
import type { AudioResult } from "@guchi/contracts/guchi.ts";
import { tts } from "@guchi/contracts/stage-contracts.ts";
import { newMediaKey, type MediaStore } from "@guchi/platform/media/store.ts";
import { afterPaying } from "@guchi/providers/after-paying.ts";
import type { Budget } from "@guchi/providers/budget.ts";
import { answerWithinBudget } from "@guchi/providers/within-budget.ts";
import { mp3DurationMs } from "./mp3-duration.ts";
import type { SpeechProvider } from "./providers/provider.ts";

/**
 * Time for two engines at the longest TTS_CALL_TIMEOUT (25 s), since a second paid one is not asked
 * after that, and for the local one behind them.
 */
const TIME_LIMIT_MS = 60_000;

export interface TtsDependencies {
  /** Asked in this order until one speaks. */
  readonly providers: readonly SpeechProvider[];
  /** Speaks when the budget of the day forbids a paid voice. */
  readonly local: SpeechProvider;
  readonly media: Pick<MediaStore, "put">;
  /** Undefined where nothing is limited. */
  readonly budget?: Budget | undefined;
  /** Longest wait for the local engine's turn, in ms. Default: none. */
  readonly localWaitMs?: number;
}

/** The stage that speaks what the idol says and keeps the sound. */
export function createTtsStage({ providers, local, media, budget, localWaitMs = 0 }: TtsDependencies) {
  return defineStage(tts, {
    retry: { attempts: 3, backoffMs: 1_000, maxBackoffMs: 60_000 },
    timeoutMs: TIME_LIMIT_MS + localWaitMs,
    async run({ text, language, mood }, context): Promise<AudioResult> {
      // Measuring belongs to the asking: a provider whose answer is no mp3 file has not answered,
      // and the next one is asked.
      const spending = { partBudget: budget?.partBudget(), freeProvider: local };
      const answered = await answerWithinBudget(providers, context, spending, async (voice, call) => {
        const mp3 = await voice.speak({ text, language, mood }, call);
        return { mp3, durationMs: await mp3DurationMs(mp3) };
      });
      const { provider, notice } = answered;
      const { mp3, durationMs } = answered.answer;
      const key = newMediaKey(context.jobId, "voice", "mp3");
      await afterPaying(answered, context.signal, () => media.put(key, mp3));
      return {
        key,
        contentType: "audio/mpeg",
        durationMs,
        bytes: mp3.length,
        provider,
        ...(notice !== undefined && { notice }),
      };
    },
  });
}

import { StageError } from "@guchi/chain/errors.ts";
import { defineStage, type StageContext } from "@guchi/chain/stage.ts";
import type { Budget } from "@guchi/providers/budget.ts";
import { firstToAnswer } from "@guchi/providers/first-to-answer.ts";
import { planEvent } from "../events/plan.ts";
import { transcription, type Heard } from "../pipeline.ts";
import type { TranscriptionProvider } from "./providers/provider.ts";
import { soundFormatOf, type Recording } from "./recording.ts";
import { Unheard } from "./unheard.ts";
import { spokenWords } from "./words.ts";

/** Fetches what a user sent to a channel, by the message's id. Throws as `fetchContent` does. */
type FetchContent = (channel: string, messageId: string, signal: AbortSignal) => Promise<Buffer>;

interface Deps {
  /** Asked in this order until one has written the words down. */
  readonly providers: readonly TranscriptionProvider[];
  readonly fetch: FetchContent;
  /** Undefined where nothing is limited. */
  readonly budget: Budget | undefined;
}

/** So often engines are asked before the user is told: who waits may write instead. */
const ENGINE_ATTEMPTS = 3;

/** What a voice message costs whose length LINE does not tell, in ms. */
const UNKNOWN_LENGTH_MS = 60_000;

/**
 * Fetches a voice message and has its words written down. The sound is nowhere but in this
 * process's memory, and for that long. Where it fails for good, the event goes on without words,
 * and the user is told.
 */
export function createTranscriptionStage({ providers, fetch, budget }: Deps) {
  return defineStage(transcription, {
    // While LINE is away: some minutes.
    retry: { attempts: 20, backoffMs: 500, maxBackoffMs: 30_000 },
    // The content's 15 s, and twice the longest TRANSCRIPTION_CALL_TIMEOUT.
    timeoutMs: 70_000,
    async run({ channel, event }, context): Promise<Heard> {
      const { plan } = planEvent(event);
      if (plan.do !== "hear") return { about: "other" };
      try {
        const bytes = await fetch(channel, plan.messageId, context.signal);
        const format = soundFormatOf(bytes);
        if (format === undefined) throw new Unheard("voice-odd");
        const durationMs = plan.durationMs ?? UNKNOWN_LENGTH_MS;
        return await written({ bytes: new Uint8Array(bytes), format, durationMs }, context).catch((error: unknown) => {
          context.signal.throwIfAborted();
          const isOver = error instanceof StageError && error.class !== "transient";
          if (!isOver && context.attempt < ENGINE_ATTEMPTS) throw error;
          return { about: "voice-missed" };
        });
      } catch (error) {
        if (error instanceof Unheard) return { about: error.about };
        throw error;
      }
    },
  });

  async function written(recording: Recording, context: StageContext): Promise<Heard> {
    const asking = { ...context, partBudget: budget?.partBudget() };
    const { provider, answer } = await firstToAnswer(providers, asking, (each, call) =>
      each.transcribe(recording, call),
    );
    const words = spokenWords(answer);
    return { ...(words === undefined ? { about: "voice-silent" } : { words }), provider };
  }
}

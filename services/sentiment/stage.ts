import { type Danger, GuchiInput, SentimentResult } from "@guchi/shared/contracts/guchi.ts";
import { defineStage, type Stage, type StageContext } from "@guchi/shared/chain/stage.ts";
import type { Budget } from "@guchi/shared/providers/budget.ts";
import { firstToAnswer } from "@guchi/shared/providers/first-to-answer.ts";
import { answerWithinBudget } from "@guchi/shared/providers/within-budget.ts";
import type { Cared } from "@guchi/shared/redis/care-memory.ts";
import Type from "typebox";
import type { Listener } from "./listening/listen.ts";
import { together } from "./listening/together.ts";
import type { Moderator } from "./moderation.ts";
import { localSentiment } from "./providers/local.ts";
import type { SentimentProvider } from "./providers/provider.ts";

const Input = Type.Object({ text: GuchiInput.properties.text, user: GuchiInput.properties.user });

/** Whom she answered in danger within the day (shared/redis/care-memory.ts). */
export interface CareMemory {
  recall(job: { readonly user: string; readonly job: string; readonly at: number }): Promise<Cared | undefined>;
  remember(user: string, job: string, cared: Cared): Promise<void>;
}

export interface SentimentDependencies {
  readonly listen: Listener;
  /** Asked in this order until one answers. */
  readonly providers: readonly SentimentProvider[];
  readonly memory: CareMemory;
  /** Undefined where nothing is limited. */
  readonly budget?: Budget | undefined;
  /** Asked besides, where there is one. */
  readonly moderator?: Moderator | undefined;
}

/**
 * The `sentiment` stage: is the message a burden, in which language, and is somebody in danger? Our own listener always
 * hears it; the provider and the moderator can add to that, and neither can talk it out of anything. What a user writes within
 * a day of a danger is heard in its light.
 */
export function createSentimentStage({
  listen,
  providers,
  memory,
  budget,
  moderator,
}: SentimentDependencies): Stage<typeof Input, typeof SentimentResult> {
  return defineStage({
    name: "sentiment",
    input: Input,
    output: SentimentResult,
    retry: { attempts: 4, backoffMs: 500, maxBackoffMs: 30_000 },
    timeoutMs: 10_000,
    concurrency: 8,
    async run({ text, user }, context) {
      const heard = listen(text);
      const spending = { purse: budget?.purse(), spare: localSentiment };
      const at = context.createdAt.getTime();
      const [{ provider, answer: sentiment }, seen, recalled] = await Promise.all([
        answerWithinBudget(providers, context, spending, (each, call) => each.analyze(text, heard, call)),
        // Words that are known need no second opinion, and so go to nobody for one.
        moderator === undefined || heard.danger?.certain === true ? undefined : seenBy(moderator, text, context),
        user === undefined ? undefined : memory.recall({ user, job: context.jobId, at }),
      ]);
      const result = { ...together({ heard, sentiment, seen, recalled }), provider };
      const { danger } = result;
      if (user !== undefined && danger?.certain === true) {
        await memory.remember(user, context.jobId, { at, ...(danger.kind !== undefined && { kind: danger.kind }) });
      }
      return result;
    },
  });
}

/** What the moderator sees. Its failure harms no job: our own listener stands. The log and the metrics have it. */
async function seenBy(moderator: Moderator, text: string, context: StageContext): Promise<Danger | undefined> {
  try {
    const { answer } = await firstToAnswer([moderator], context, (each, call) => each.sees(text, call));
    return answer;
  } catch {
    context.signal.throwIfAborted();
    context.metrics.count("guchi_moderation_unavailable_total", { of: "incoming" });
    return undefined;
  }
}

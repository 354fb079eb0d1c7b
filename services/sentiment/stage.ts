import { sentiment as contract } from "@guchi/contracts/stage-contracts.ts";
import { defineStage } from "@guchi/chain/stage.ts";
import type { Budget } from "@guchi/providers/budget.ts";
import type { Moderation } from "@guchi/providers/moderation.ts";
import { answerWithinBudget } from "@guchi/providers/within-budget.ts";
import type { Cared } from "@guchi/contracts/memory/care-memory.ts";
import { hearFilmRequest } from "./listening/film-request.ts";
import type { Listener } from "./listening/listen.ts";
import { together } from "./listening/together.ts";
import { dangerSeenBy } from "./moderation.ts";
import { localSentiment } from "./providers/local.ts";
import type { SentimentProvider } from "./providers/provider.ts";

/** Whom she answered in danger within the day (shared/contracts/memory/care-memory.ts). */
export interface CareMemory {
  recall(job: { readonly user: string; readonly job: string; readonly at: number }): Promise<Cared | undefined>;
  remember(note: Cared & { readonly user: string; readonly job: string }): Promise<void>;
}

export interface SentimentDependencies {
  readonly listen: Listener;
  /** Asked in this order until one answers. */
  readonly providers: readonly SentimentProvider[];
  readonly memory: CareMemory;
  /** Undefined where nothing is limited. */
  readonly budget?: Budget | undefined;
  /** Asked besides, where there is one. */
  readonly moderation?: Moderation | undefined;
}

/**
 * The `sentiment` stage: is the message a burden, in which language, and is somebody in danger? Our
 * own listener always hears it; the provider and the moderation can add to that, and neither can
 * talk it out of anything. What a user writes within a day of a danger is heard in its light.
 */
export function createSentimentStage({ listen, providers, memory, budget, moderation }: SentimentDependencies) {
  return defineStage(contract, {
    retry: { attempts: 4, backoffMs: 500, maxBackoffMs: 30_000 },
    timeoutMs: 10_000,
    async run({ text, user, isFilmRequest = false }, context) {
      const heard = isFilmRequest ? hearFilmRequest(listen, text) : listen(text);
      const spending = { partBudget: budget?.partBudget(), freeProvider: localSentiment };
      const at = context.createdAt.getTime();
      const [{ provider, answer: sentiment }, seen, recalled] = await Promise.all([
        answerWithinBudget(providers, context, spending, (each, call) => each.analyze(text, heard, call)),
        // Words that are known need no second opinion, and so go to nobody for one.
        moderation === undefined || heard.danger?.certain === true
          ? undefined
          : dangerSeenBy(moderation, text, context),
        user === undefined ? undefined : memory.recall({ user, job: context.jobId, at }),
      ]);
      const result = { ...together({ heard, sentiment, seen, recalled }), provider };
      const { danger } = result;
      if (user !== undefined && danger?.certain === true) {
        context.signal.throwIfAborted(); // the job may be purged, and its note erased already
        const kind = danger.kind === undefined ? {} : { kind: danger.kind };
        await memory.remember({ user, job: context.jobId, at, ...kind });
      }
      return result;
    },
  });
}

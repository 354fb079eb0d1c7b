import { GuchiInput, SentimentResult } from "@guchi/shared/contracts/guchi.ts";
import { defineStage, type Stage, type StageContext } from "@guchi/shared/chain/stage.ts";
import type { Budget } from "@guchi/shared/providers/budget.ts";
import { firstToAnswer } from "@guchi/shared/providers/first-to-answer.ts";
import { answerWithinBudget } from "@guchi/shared/providers/within-budget.ts";
import Type from "typebox";
import type { Moderator } from "./moderation.ts";
import type { SentimentProvider } from "./providers/provider.ts";
import { speaksOfSelfHarm } from "./self-harm/self-harm.ts";

const Input = Type.Object({ text: GuchiInput.properties.text });

export interface SentimentDependencies {
  /** Asked in this order until one answers. */
  readonly providers: readonly SentimentProvider[];
  /** Reads when the budget of the day forbids a paid reading. The user need not know of that one. */
  readonly local: SentimentProvider;
  /** Undefined where nothing is limited. */
  readonly budget?: Budget | undefined;
  /** Asked besides, where there is one. */
  readonly moderator?: Moderator | undefined;
}

/**
 * The `sentiment` stage: is the message a complaint, in which language, and does it speak of self-harm? Our own check
 * always looks for that; the provider and the moderator can add to it, and neither can talk it out of anything.
 */
export function createSentimentStage({
  providers,
  local,
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
    async run({ text }, context) {
      const known = speaksOfSelfHarm(text);
      const spending = { purse: budget?.purse(), spare: local };
      const [{ provider, answer }, seen] = await Promise.all([
        answerWithinBudget(providers, context, spending, (each, call) => each.analyze(text, call)),
        // Words that are known need no second opinion, and so go to nobody for one.
        moderator === undefined || known ? false : seenBy(moderator, text, context),
      ]);
      const danger = known || seen ? { danger: { certain: true, kind: "self-harm" as const } } : {};
      return { ...answer, ...danger, provider };
    },
  });
}

/** What the moderator sees. Its failure harms no job: our own check stands. The log and the metrics have it. */
async function seenBy(moderator: Moderator, text: string, context: StageContext): Promise<boolean> {
  try {
    const { answer } = await firstToAnswer([moderator], context, (each, call) => each.seesSelfHarm(text, call));
    return answer;
  } catch {
    context.signal.throwIfAborted();
    return false;
  }
}

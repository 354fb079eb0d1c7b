import Type from "typebox";
import { defineStage } from "@guchi/shared/chain/stage.ts";
import { GuchiInput, PersonaResult, SentimentResult } from "@guchi/shared/contracts/guchi.ts";
import { isSpoken } from "@guchi/shared/contracts/language.ts";
import { afterPaying } from "@guchi/shared/providers/after-paying.ts";
import type { Budget } from "@guchi/shared/providers/budget.ts";
import { answerWithinBudget } from "@guchi/shared/providers/within-budget.ts";
import type { PhraseMemory } from "./memory.ts";
import type { PersonaProvider } from "./providers/provider.ts";

const PersonaInput = Type.Object({
  text: GuchiInput.properties.text,
  user: GuchiInput.properties.user,
  sentiment: SentimentResult,
});

interface PersonaDependencies {
  /** Asked in this order until one composes. */
  readonly providers: readonly PersonaProvider[];
  /** Composes when the limits of the day forbid a paid answer. */
  readonly local: PersonaProvider;
  readonly memory: PhraseMemory;
  /** Undefined where nothing is limited. */
  readonly budget?: Budget | undefined;
}

/**
 * Decides what the idol says about the complaint and how she looks. With a `user`, she never says the same sentence twice
 * in a row. The hour is that of the job's start, so that a second run of the same job says the same.
 */
export function createPersonaStage({ providers, local, memory, budget }: PersonaDependencies) {
  return defineStage({
    name: "persona",
    input: PersonaInput,
    output: PersonaResult,
    retry: { attempts: 4, backoffMs: 500, maxBackoffMs: 30_000 },
    timeoutMs: 30_000,
    concurrency: 8,
    async run({ text, user, sentiment }, context) {
      const { jobId: seed } = context;
      const previousMessage = user === undefined ? undefined : await memory.previous(user, seed);
      const language = isSpoken(sentiment.language) ? sentiment.language : "en";
      const request = { text, language, grave: sentiment.grave, seed, at: context.createdAt, previousMessage };
      const spending = { purse: budget?.purse(), spare: local };
      const answered = await answerWithinBudget(providers, context, spending, (each, call) =>
        each.compose(request, call),
      );
      const { provider, answer, notice } = answered;
      if (user !== undefined) {
        await afterPaying(answered, context.signal, () => memory.remember(user, seed, answer.message));
      }
      return { ...answer, provider, ...(notice !== undefined && { notice }) };
    },
  });
}

import { defineStage, type StageContext } from "@guchi/chain/stage.ts";
import { isSpoken } from "@guchi/contracts/language.ts";
import { persona } from "@guchi/contracts/stage-contracts.ts";
import { afterPaying } from "@guchi/providers/after-paying.ts";
import { tellUnmoderated } from "@guchi/providers/alarm.ts";
import type { Budget } from "@guchi/providers/budget.ts";
import { firstToAnswer } from "@guchi/providers/first-to-answer.ts";
import type { Moderation } from "@guchi/providers/moderation.ts";
import { answerWithinBudget } from "@guchi/providers/within-budget.ts";
import type { PersonaLog } from "./log-codes.ts";
import type { PhraseMemory } from "./memory.ts";
import { wordsReplaced } from "./metrics.ts";
import { whyNotSaid, type WhyNot } from "./outgoing/check.ts";
import type { Persona, PersonaProvider, PersonaRequest } from "./providers/provider.ts";

interface PersonaDependencies {
  /** Asked in this order until one composes. */
  readonly providers: readonly PersonaProvider[];
  /**
   * Composes when the limits of the day forbid a paid answer, and when the words of another one are
   * not to be said.
   */
  readonly local: PersonaProvider;
  readonly memory: PhraseMemory;
  /** Undefined where nothing is limited. */
  readonly budget?: Budget | undefined;
  /** Asked about the words of a text model besides our own check, where there is one. */
  readonly moderation?: Moderation | undefined;
}

/**
 * Decides what the idol says about the complaint and how she looks. With a `user`, she does not say
 * a sentence again that she said lately, and comes back to what the user told her. What a model
 * wrote is checked before it is spoken, drawn or remembered. The hour is that of the job's start,
 * so that a second run of the same job says the same.
 */
export function createPersonaStage({ providers, local, memory, budget, moderation }: PersonaDependencies) {
  /** The answer, or the local words in its place when it is not to be said. */
  async function fitToSay(
    { provider, answer }: { readonly provider: string; readonly answer: Persona },
    request: PersonaRequest,
    context: StageContext,
  ): Promise<{ readonly provider: string; readonly answer: Persona }> {
    if (provider === local.name) return { provider, answer };
    const grave = answer.look.scene === "quiet";
    const why = whyNotSaid(answer.message, { grave }) ?? (await flagged(answer.message, context));
    if (why === undefined) return { provider, answer };
    context.metrics.count(wordsReplaced, { why });
    tellReplaced(context.log, provider, why);
    const call = { signal: context.signal, pay: () => Promise.resolve(), softer: false };
    return { provider: local.name, answer: await local.compose({ ...request, grave }, call) };
  }

  /** What the moderation says. Its failure harms no job: our own check stands. */
  async function flagged(message: string, context: StageContext): Promise<WhyNot | undefined> {
    if (moderation === undefined) return undefined;
    try {
      const { answer } = await firstToAnswer([moderation], context, (each, call) => each.flags(message, call));
      return answer.length > 0 ? "moderation" : undefined;
    } catch {
      context.signal.throwIfAborted();
      tellUnmoderated("persona", context);
      return undefined;
    }
  }

  return defineStage(persona, {
    retry: { attempts: 4, backoffMs: 500, maxBackoffMs: 30_000 },
    // Twice the longest PERSONA_CALL_TIMEOUT (14 s), as after a refusal, and the moderation after
    // that.
    timeoutMs: 35_000,
    async run({ text, user, beforeOthers = false, sentiment }, context) {
      const { jobId: seed } = context;
      // What was told her alone is nobody else's: in a group she knows nothing of it.
      const before = user === undefined || beforeOthers ? [] : await memory.before(user, seed);
      const language = isSpoken(sentiment.language) ? sentiment.language : "en";
      // A doubt of danger is no time for jokes, and no words of it are taken up.
      const grave = sentiment.grave || sentiment.danger !== undefined;
      const doubt = !sentiment.grave && sentiment.danger?.certain === false;
      const request = { text, language, grave, doubt, seed, user, at: context.createdAt, memory: before };
      const spending = { partBudget: budget?.partBudget(), freeProvider: local };
      const answered = await answerWithinBudget(providers, context, spending, (each, call) =>
        each.compose(request, call),
      );
      const { notice } = answered;
      const { provider, answer } = await fitToSay(answered, request, context);
      const { subject, ...persona } = answer;
      if (user !== undefined) {
        const about = { subject, language, grave: answer.look.scene === "quiet" };
        const said = { message: answer.message, at: request.at.getTime(), ...about };
        await afterPaying(answered, context.signal, () => memory.remember(user, seed, said));
      }
      return { ...persona, provider, ...(notice !== undefined && { notice }) };
    },
  });
}

function tellReplaced(log: PersonaLog, provider: string, why: WhyNot): void {
  log.warn({ code: "persona.words_replaced", provider, why }, "her words were replaced");
}

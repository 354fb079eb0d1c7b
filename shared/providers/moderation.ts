import type { OpenAI } from "openai";
import Type from "typebox";
import { fits } from "@guchi/chain/schema.ts";
import { ProviderError } from "./failure.ts";
import { askOpenAi } from "./openai.ts";
import type { AnyProvider, Call } from "./provider.ts";
import type { ModerationSettings } from "./settings.ts";

const NAME = "openai-moderation";
/** It answers in some 200 ms; nobody is to wait for it longer than for what it is asked beside. */
const CALL_TIMEOUT_MS = 2_500;
/** It costs nothing, and danger is its matter: it is tried again soon. In ms. */
const LONGEST_REST_MS = 300_000;

/** What is relied on of the answer: https://platform.openai.com/docs/api-reference/moderations */
const Answer = Type.Object({
  results: Type.Array(
    Type.Object({ categories: Type.Record(Type.String(), Type.Union([Type.Boolean(), Type.Null()])) }),
    { minItems: 1 },
  ),
});

export interface Moderation extends AnyProvider {
  /**
   * The names of the categories that the text is flagged with, such as `self-harm/intent`; none for
   * harmless words. Throws StageError.
   */
  flags(text: string, call: Pick<Call, "signal">): Promise<readonly string[]>;
}

/** OpenAI's moderation, which costs nothing: a second opinion, never the only one. */
export function createModeration(
  client: OpenAI,
  { OPENAI_MODERATION_MODEL: model }: ModerationSettings,
  { timeoutMs = CALL_TIMEOUT_MS }: { readonly timeoutMs?: number } = {},
): Moderation {
  return {
    name: NAME,
    model,
    callTimeoutMs: timeoutMs,
    longestRestMs: LONGEST_REST_MS,
    async flags(text, { signal }) {
      signal.throwIfAborted();
      const answer: unknown = await askOpenAi(NAME, () =>
        client.moderations.create({ model, input: text.toWellFormed() }, { signal }),
      );
      if (!fits(Answer, answer)) throw new ProviderError("broken_answer", NAME);
      const flagged = answer.results.flatMap(({ categories }) =>
        Object.entries(categories).flatMap(([category, is]) => (is === true ? [category] : [])),
      );
      return [...new Set(flagged)];
    },
  };
}

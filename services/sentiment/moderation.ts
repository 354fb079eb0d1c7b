import type { Danger } from "@guchi/shared/contracts/guchi.ts";
import type { Config } from "@guchi/shared/config/config.ts";
import { ProviderError } from "@guchi/shared/providers/failure.ts";
import { askOpenAi } from "@guchi/shared/providers/openai.ts";
import type { AnyProvider, Call } from "@guchi/shared/providers/provider.ts";
import { fits } from "@guchi/shared/schema.ts";
import type { OpenAI } from "openai";
import Type from "typebox";

const NAME = "openai-moderation";
/** It answers in some 200 ms; nobody is to wait for it longer than for the sentiment itself. */
const CALL_TIMEOUT_MS = 2_500;

/** What is relied on of the answer: https://platform.openai.com/docs/api-reference/moderations */
const Moderations = Type.Object({
  results: Type.Array(
    Type.Object({ categories: Type.Record(Type.String(), Type.Union([Type.Boolean(), Type.Null()])) }),
    {
      minItems: 1,
    },
  ),
});

/** A second pair of eyes for signs of danger. */
export interface Moderator extends AnyProvider {
  /** Undefined when it sees none. Throws StageError. */
  sees(text: string, call: Call): Promise<Danger | undefined>;
}

/** What a category says of whoever wrote. A sign that may as well be anger or a story is uncertain. */
const SIGNS: readonly (readonly [category: RegExp, danger: Danger])[] = [
  [/^self-harm/u, { certain: true, kind: "self-harm" }],
  [/^sexual\/minors$/u, { certain: true, kind: "sexual-violence" }],
  [/^(?:harassment|hate)\/threatening$/u, { certain: false, kind: "threat" }],
  [/^illicit\/violent$/u, { certain: false, kind: "threat" }],
];

/** OpenAI's moderation, which costs nothing. It may say yes where our own listener says no, never the other way round. */
export function createModerator(
  client: OpenAI,
  { OPENAI_MODERATION_MODEL: model }: Pick<Config, "OPENAI_MODERATION_MODEL">,
  { timeoutMs = CALL_TIMEOUT_MS }: { readonly timeoutMs?: number } = {},
): Moderator {
  return {
    name: NAME,
    callTimeoutMs: timeoutMs,
    async sees(text, { signal }) {
      const answer: unknown = await askOpenAi(NAME, () =>
        client.moderations.create({ model, input: text.toWellFormed() }, { signal }),
      );
      if (!fits(Moderations, answer)) throw new ProviderError("broken_answer", NAME);
      const flagged = answer.results.flatMap(({ categories }) =>
        Object.keys(categories).filter((category) => categories[category] === true),
      );
      return SIGNS.find(([category]) => flagged.some((each) => category.test(each)))?.[1];
    },
  };
}

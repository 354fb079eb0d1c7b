import { GuchiInput, SentimentResult } from "@guchi/shared/contracts/guchi.ts";
import { defineStage, type Stage } from "@guchi/shared/chain/stage.ts";
import { firstToAnswer } from "@guchi/shared/providers/first-to-answer.ts";
import Type from "typebox";
import type { SentimentProvider } from "./providers/provider.ts";
import { speaksOfSelfHarm } from "./self-harm/self-harm.ts";

const Input = Type.Object({ text: GuchiInput.properties.text });

/**
 * The `sentiment` stage: is the message a complaint, in which language, and does it speak of self-harm? Asks the
 * providers in their order until one answers.
 */
export function createSentimentStage({
  providers,
}: {
  providers: readonly SentimentProvider[];
}): Stage<typeof Input, typeof SentimentResult> {
  return defineStage({
    name: "sentiment",
    input: Input,
    output: SentimentResult,
    retry: { attempts: 4, backoffMs: 500, maxBackoffMs: 30_000 },
    timeoutMs: 10_000,
    concurrency: 8,
    async run({ text }, { signal, log }) {
      const { provider, answer } = await firstToAnswer(providers, { signal, log }, (each) =>
        each.analyze(text, signal),
      );
      // A cloud provider knows polarity, not danger, and must never talk the local check out of it.
      return { ...answer, selfHarm: answer.selfHarm || speaksOfSelfHarm(text), provider };
    },
  });
}

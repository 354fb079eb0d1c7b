import type { SentimentResult } from "@guchi/shared/contracts/guchi.ts";
import type { AnyProvider, Call } from "@guchi/shared/providers/provider.ts";

/** What an engine says of a text; the stage adds the engine's name. */
export type Sentiment = Omit<SentimentResult, "provider">;

/** An engine that reads a text's sentiment, language and signs of self-harm. */
export interface SentimentProvider extends AnyProvider {
  /** `text` is 1 to 5,000 UTF-16 units. Throws StageError. */
  analyze(text: string, call: Call): Promise<Sentiment>;
}

import type { SentimentLabel } from "@guchi/contracts/guchi.ts";
import type { AnyProvider, Call } from "@guchi/providers/provider.ts";
import type { Heard } from "../listening/listen.ts";

/** How a text sounds, as an engine reads it. */
export interface Sentiment {
  readonly label: SentimentLabel;
  readonly score: number;
}

/**
 * An engine that reads how a text sounds. Danger, grief and language are heard by our own listener,
 * whoever reads.
 */
export interface SentimentProvider extends AnyProvider {
  /**
   * `text` is 1 to 5,000 UTF-16 units, `heard` what our own listener made of it. Throws
   * ProviderError.
   */
  analyze(text: string, heard: Heard, call: Call): Promise<Sentiment>;
}

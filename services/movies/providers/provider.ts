import type { AnyProvider, Call } from "@guchi/providers/provider.ts";

/** An engine that turns texts into vectors, so that texts that mean alike lie close together. */
export interface EmbeddingProvider extends AnyProvider {
  /** What its vectors are kept under, such as `openai/text-embedding-3-small`. */
  readonly model: string;
  /** Whether it can still be asked by an older model, whose vectors are there. */
  readonly asksOlderModels?: boolean;
  /** Most texts in one call. */
  readonly batch: number;
  /**
   * A vector of length 1 for each text, in their order, by `model`, which is its own or an older
   * one of the same engine. Throws ProviderError.
   */
  embed(texts: readonly string[], call: Call & { readonly model: string }): Promise<readonly Float32Array[]>;
}

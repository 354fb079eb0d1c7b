import { createOpenAi } from "@guchi/providers/openai.ts";
import type { MoviesSettings } from "../settings.ts";
import { createEmbedding } from "./embeddings.ts";
import type { EmbeddingProvider } from "./provider.ts";

/** OpenAI's embeddings. */
export function createOpenAiEmbedding(settings: MoviesSettings): EmbeddingProvider {
  return createEmbedding(settings, {
    name: "openai",
    model: `openai/${settings.OPENAI_EMBEDDING_MODEL}`,
    batch: 32,
    client: createOpenAi(settings),
    priceUsd: settings.OPENAI_EMBEDDING_PRICE_USD,
  });
}

import { createOpenAi } from "@guchi/providers/openai.ts";
import type { MoviesSettings } from "../settings.ts";
import { createEmbedding } from "./embeddings.ts";
import type { EmbeddingProvider } from "./provider.ts";

/**
 * An embedding model of one's own, at a server that speaks OpenAI's protocol (Ollama, llama.cpp, LM
 * Studio): no key, no bill.
 */
export function createOwnEmbedding(settings: MoviesSettings): EmbeddingProvider {
  return createEmbedding(settings, {
    name: "own-model",
    model: `own-model/${settings.OWN_EMBEDDING_MODEL}`,
    batch: 16,
    client: createOpenAi({ ...settings, OPENAI_API_KEY: settings.OPENAI_API_KEY ?? "none" }),
  });
}

import { checkOpenAi } from "@guchi/providers/check.ts";
import { createOpenAi } from "@guchi/providers/openai.ts";
import type { MoviesSettings } from "../settings.ts";
import { askEmbeddings } from "./embeddings.ts";
import type { EmbeddingProvider } from "./provider.ts";

const NAME = "own-model";

type Settings = Pick<
  MoviesSettings,
  "OPENAI_API_KEY" | "OPENAI_BASE_URL" | "OWN_EMBEDDING_MODEL" | "RECOMMEND_CALL_TIMEOUT"
>;

/**
 * An embedding model of one's own, at a server that speaks OpenAI's protocol (Ollama, llama.cpp, LM
 * Studio): no key, no bill.
 */
export function createOwnEmbedding(settings: Settings): EmbeddingProvider {
  const client = createOpenAi({ ...settings, OPENAI_API_KEY: settings.OPENAI_API_KEY ?? "none" });
  return {
    name: NAME,
    model: `${NAME}/${settings.OWN_EMBEDDING_MODEL}`,
    asksOlderModels: true,
    batch: 16,
    callTimeoutMs: settings.RECOMMEND_CALL_TIMEOUT * 1_000,
    check: checkOpenAi(NAME, settings),
    async embed(texts, { signal, model }) {
      signal.throwIfAborted();
      return askEmbeddings(NAME, client, { model: model.slice(NAME.length + 1), texts, signal });
    },
  };
}

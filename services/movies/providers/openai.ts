import { checkOpenAi } from "@guchi/providers/check.ts";
import { createOpenAi } from "@guchi/providers/openai.ts";
import type { MoviesSettings } from "../settings.ts";
import { askEmbeddings } from "./embeddings.ts";
import type { EmbeddingProvider } from "./provider.ts";

const NAME = "openai";

type Settings = Pick<
  MoviesSettings,
  | "OPENAI_API_KEY"
  | "OPENAI_BASE_URL"
  | "OPENAI_EMBEDDING_MODEL"
  | "OPENAI_EMBEDDING_PRICE_USD"
  | "RECOMMEND_CALL_TIMEOUT"
>;

/** OpenAI's embeddings. What is sent is the request alone, or a film's review. */
export function createOpenAiEmbedding(settings: Settings): EmbeddingProvider {
  const client = createOpenAi(settings);
  return {
    name: NAME,
    model: `${NAME}/${settings.OPENAI_EMBEDDING_MODEL}`,
    asksOlderModels: true,
    batch: 32,
    callTimeoutMs: settings.RECOMMEND_CALL_TIMEOUT * 1_000,
    check: checkOpenAi(NAME, settings),
    async embed(texts, { signal, pay, model }) {
      signal.throwIfAborted();
      const characters = texts.reduce((sum, text) => sum + text.length, 0);
      await pay((characters / 1_000) * settings.OPENAI_EMBEDDING_PRICE_USD);
      return askEmbeddings(NAME, client, { model: model.slice(NAME.length + 1), texts, signal });
    },
  };
}

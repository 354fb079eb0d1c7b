import { fits } from "@guchi/chain/schema.ts";
import { checkOpenAi } from "@guchi/providers/check.ts";
import { ProviderError } from "@guchi/providers/failure.ts";
import { askOpenAi } from "@guchi/providers/openai.ts";
import type { OpenAI } from "openai";
import Type from "typebox";
import type { MoviesSettings } from "../settings.ts";
import { lengthOf } from "../vectors.ts";
import type { EmbeddingProvider } from "./provider.ts";

interface Engine extends Pick<EmbeddingProvider, "name" | "model" | "batch"> {
  readonly client: OpenAI;
  /** Estimate for 1,000 characters, in US dollars; undefined: no bill. */
  readonly priceUsd?: number;
}

type Settings = Pick<MoviesSettings, "OPENAI_API_KEY" | "OPENAI_BASE_URL" | "RECOMMEND_CALL_TIMEOUT">;

/** What is relied on of an answer. */
const Answer = Type.Object({
  data: Type.Array(Type.Object({ index: Type.Integer(), embedding: Type.Array(Type.Number(), { minItems: 1 }) })),
});

/**
 * Embeddings by an API of OpenAI's shape. What is sent is the request alone, or what is said of a
 * film.
 */
export function createEmbedding(
  settings: Settings,
  { name, model, batch, client, priceUsd }: Engine,
): EmbeddingProvider {
  return {
    name,
    model,
    asksOlderModels: true,
    batch,
    callTimeoutMs: settings.RECOMMEND_CALL_TIMEOUT * 1_000,
    check: checkOpenAi(name, settings),
    async embed(texts, { signal, pay, model: space }) {
      signal.throwIfAborted();
      const characters = texts.reduce((sum, text) => sum + text.length, 0);
      if (priceUsd !== undefined) await pay((characters / 1_000) * priceUsd);
      const asked = { model: space.slice(name.length + 1), input: [...texts] };
      const answer: unknown = await askOpenAi(name, () =>
        client.embeddings.create({ ...asked, encoding_format: "float" }, { signal }),
      );
      const vectors = vectorsOf(answer);
      if (vectors?.length !== texts.length) throw new ProviderError("broken_answer", name);
      return vectors;
    },
  };
}

/** Vectors of length 1; undefined where a number is none. */
function vectorsOf(answer: unknown): readonly Float32Array[] | undefined {
  if (!fits(Answer, answer)) return undefined;
  const vectors = answer.data.toSorted((a, b) => a.index - b.index).map(({ embedding }) => unit(embedding));
  return vectors.every((vector) => vector !== undefined) ? vectors : undefined;
}

function unit(numbers: readonly number[]): Float32Array | undefined {
  const length = lengthOf(numbers);
  if (!Number.isFinite(length) || length === 0) return undefined;
  return Float32Array.from(numbers, (value) => value / length);
}

import { fits } from "@guchi/chain/schema.ts";
import { ProviderError } from "@guchi/providers/failure.ts";
import { askOpenAi } from "@guchi/providers/openai.ts";
import type { OpenAI } from "openai";
import Type from "typebox";

/** What is relied on of an answer. */
const Answer = Type.Object({
  data: Type.Array(Type.Object({ index: Type.Integer(), embedding: Type.Array(Type.Number(), { minItems: 1 }) })),
});

/**
 * Vectors of length 1 by an API of OpenAI's shape. Throws ProviderError; `broken_answer` for
 * another number of vectors, or numbers that are none.
 */
export async function askEmbeddings(
  name: string,
  client: OpenAI,
  { model, texts, signal }: { readonly model: string; readonly texts: readonly string[]; readonly signal: AbortSignal },
): Promise<readonly Float32Array[]> {
  const answer: unknown = await askOpenAi(name, () =>
    client.embeddings.create({ model, input: [...texts], encoding_format: "float" }, { signal }),
  );
  if (!fits(Answer, answer)) throw new ProviderError("broken_answer", name);
  const vectors = answer.data.toSorted((a, b) => a.index - b.index).map(({ embedding }) => unit(embedding));
  if (vectors.length === texts.length && vectors.every((vector) => vector !== undefined)) return vectors;
  throw new ProviderError("broken_answer", name);
}

function unit(numbers: readonly number[]): Float32Array | undefined {
  const length = Math.sqrt(numbers.reduce((sum, value) => sum + value * value, 0));
  if (!Number.isFinite(length) || length === 0) return undefined;
  return Float32Array.from(numbers, (value) => value / length);
}

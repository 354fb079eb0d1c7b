import Type from "typebox";
import { fits } from "@guchi/chain/schema.ts";

/** Where the usual servers listen when nobody told them otherwise. */
const USUAL = { Ollama: 11_434, "LM Studio": 1_234, "llama.cpp": 8_080 } as const;
const LIMIT_MS = 1_000;
/** As the client asks it later: such a server takes any key. */
const NO_KEY = { authorization: "Bearer none" };

const Models = Type.Object({ data: Type.Array(Type.Object({ id: Type.String({ pattern: "^[\\w.:/-]{1,100}$" }) })) });

/** The models of a server that speaks OpenAI's protocol; undefined when there is none. */
async function modelsAt(url: string, signal: AbortSignal): Promise<readonly string[] | undefined> {
  try {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]);
    const listed: unknown = await (await fetch(`${url}/models`, { signal: limit, headers: NO_KEY })).json();
    return fits(Models, listed) ? listed.data.map(({ id }) => id) : undefined;
  } catch {
    return undefined; // nobody there, or somebody else
  }
}

/**
 * A line for each model server that runs on this machine, for whoever has set neither a key nor
 * OPENAI_BASE_URL: it is never used unasked.
 */
export async function ownModelOffers(
  signal: AbortSignal,
  usual: Readonly<Record<string, number>> = USUAL,
): Promise<readonly string[]> {
  const offers = await Promise.all(
    Object.entries(usual).map(async ([name, port]) => {
      const url = `http://localhost:${port}/v1`;
      const [model] = (await modelsAt(url, signal)) ?? [];
      if (model === undefined) return [];
      return [
        `${name} runs on this machine and is not used; OPENAI_BASE_URL=${url} OPENAI_TEXT_MODEL=${model} lets it write her words`,
      ];
    }),
  );
  return offers.flat();
}

/** What is wrong with the server that the settings name: it does not answer, or lacks the model. */
export async function ownModelWarnings(
  {
    OPENAI_BASE_URL: url,
    OPENAI_TEXT_MODEL: model,
  }: { readonly OPENAI_BASE_URL: string; readonly OPENAI_TEXT_MODEL: string },
  signal: AbortSignal,
): Promise<readonly string[]> {
  const models = await modelsAt(url, signal);
  if (models === undefined) return [`OPENAI_BASE_URL: no model server answers at ${url}; her own lines stand in`];
  if (models.includes(model) || models.includes(`${model}:latest`)) return [];
  return [`OPENAI_TEXT_MODEL: ${url} has no ${model}; it has ${models.slice(0, 5).join(", ") || "no model at all"}`];
}

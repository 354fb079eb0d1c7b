import type { OpenAI } from "openai";
import Type from "typebox";
import { parseAs } from "@guchi/chain/schema.ts";
import { askOpenAi } from "./openai.ts";

/** A model that a service asks, and the setting that names it. */
export interface UsedModel {
  readonly setting: string;
  readonly model: string;
}

/** A configured model that OpenAI does not list, or that it takes away on a day that is known. */
export interface ModelWarning extends UsedModel {
  readonly problem: "missing" | "ends";
  /** One line for log and banner. */
  readonly text: string;
}

/** What is relied on of `GET /v1/models`; other vendors of this API list less. */
const Model = Type.Object({
  id: Type.String(),
  shutdown_date: Type.Optional(Type.Union([Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$" }), Type.Null()])),
});

/**
 * Looks models up in `GET /v1/models`. Throws ProviderError when they cannot be listed, and
 * SchemaError when the list is none.
 */
export async function checkModels(
  client: OpenAI,
  used: readonly UsedModel[],
  signal: AbortSignal,
): Promise<readonly ModelWarning[]> {
  const listed = await askOpenAi("openai", async () => {
    const models: unknown[] = [];
    for await (const model of client.models.list({ signal })) models.push(model);
    return models;
  });
  const ends = new Map(parseAs(Type.Array(Model), listed).map(({ id, shutdown_date: day }) => [id, day ?? undefined]));
  return used.flatMap(({ setting, model }): readonly ModelWarning[] => {
    if (!ends.has(model)) {
      return [{ setting, model, problem: "missing", text: `${setting}: OpenAI does not list ${model} for this key` }];
    }
    const day = ends.get(model);
    return day === undefined
      ? []
      : [{ setting, model, problem: "ends", text: `${setting}: OpenAI shuts ${model} down on ${day}` }];
  });
}

import type { OpenAI } from "openai";
import Type from "typebox";
import type { Config } from "@guchi/platform/config/config.ts";
import { parseAs } from "@guchi/chain/schema.ts";
import { providersOf } from "./choice.ts";
import { askOpenAi } from "./openai.ts";

/** A configured model that OpenAI does not list, or that it takes away on a day that is known. */
export interface ModelWarning {
  readonly setting: ModelSetting;
  readonly model: string;
  readonly problem: "missing" | "ends";
  /** One line for log and banner. */
  readonly text: string;
}

type ModelSetting =
  | "OPENAI_TEXT_MODEL"
  | "OPENAI_IMAGE_MODEL"
  | "OPENAI_TTS_MODEL"
  | "OPENAI_REALTIME_MODEL"
  | "OPENAI_MODERATION_MODEL";

/** What is relied on of `GET /v1/models`; other vendors of this API list less. */
const Model = Type.Object({
  id: Type.String(),
  shutdown_date: Type.Optional(Type.Union([Type.String({ pattern: "^\\d{4}-\\d{2}-\\d{2}$" }), Type.Null()])),
});

/**
 * Looks the models that the configuration uses up in `GET /v1/models`. Throws ProviderError when
 * they cannot be listed, and SchemaError when the list is none.
 */
export async function checkModels(
  client: OpenAI,
  config: Config,
  signal: AbortSignal,
): Promise<readonly ModelWarning[]> {
  const listed = await askOpenAi("openai", async () => {
    const models: unknown[] = [];
    for await (const model of client.models.list({ signal })) models.push(model);
    return models;
  });
  const ends = new Map(parseAs(Type.Array(Model), listed).map(({ id, shutdown_date: day }) => [id, day ?? undefined]));
  return usedModels(config).flatMap((setting): readonly ModelWarning[] => {
    const model = config[setting];
    if (!ends.has(model)) {
      return [{ setting, model, problem: "missing", text: `${setting}: OpenAI does not list ${model} for this key` }];
    }
    const day = ends.get(model);
    return day === undefined
      ? []
      : [{ setting, model, problem: "ends", text: `${setting}: OpenAI shuts ${model} down on ${day}` }];
  });
}

/** The settings whose models are asked, by the engines that are chosen. */
function usedModels(config: Config): readonly ModelSetting[] {
  const tts = providersOf(config, "tts");
  const used: readonly [setting: ModelSetting, inUse: boolean][] = [
    ["OPENAI_TEXT_MODEL", providersOf(config, "persona").includes("openai")],
    ["OPENAI_IMAGE_MODEL", providersOf(config, "imagegen").includes("openai")],
    ["OPENAI_TTS_MODEL", tts.includes("openai")],
    ["OPENAI_REALTIME_MODEL", tts.includes("openai-realtime")],
    ["OPENAI_MODERATION_MODEL", config.OPENAI_API_KEY !== undefined],
  ];
  return used.filter(([, inUse]) => inUse).map(([setting]) => setting);
}

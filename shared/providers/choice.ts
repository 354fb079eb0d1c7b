import type { Config } from "@guchi/platform/config/config.ts";

const STAGES = {
  sentiment: "SENTIMENT_PROVIDERS",
  persona: "PERSONA_PROVIDERS",
  imagegen: "IMAGE_PROVIDERS",
  tts: "TTS_PROVIDERS",
} as const;
type StageName = keyof typeof STAGES;
type ProviderOf<Stage extends StageName> = NonNullable<Config[(typeof STAGES)[Stage]]>[number];

/** The engines of each stage in the order of the default list. */
const KNOWN: { readonly [Stage in StageName]: readonly ProviderOf<Stage>[] } = {
  sentiment: ["azure", "local"],
  persona: ["openai", "local"],
  imagegen: ["openai", "local"],
  tts: ["openai", "openai-realtime", "voicevox", "local"],
};

/** The setting without which an engine cannot be asked. */
const NEEDS = {
  openai: "OPENAI_API_KEY",
  "openai-realtime": "OPENAI_API_KEY",
  azure: "AZURE_LANGUAGE_ENDPOINT",
  voicevox: "VOICEVOX_URL",
} as const;

type Settings = Pick<Config, (typeof STAGES)[StageName] | (typeof NEEDS)[keyof typeof NEEDS] | "AZURE_LANGUAGE_KEY">;

/** Which engines a stage asks, in order, and why these. */
export interface ProviderChoice {
  readonly stage: string;
  readonly providers: readonly string[];
  readonly why: string;
}

/** What each stage asks, for the banner. */
export function chooseProviders(config: Settings): readonly ProviderChoice[] {
  return stageNames().map((stage) => {
    const setting = STAGES[stage];
    const providers = providersOf(config, stage);
    return { stage, providers, why: config[setting] === undefined ? whyDefault(providers) : `${setting} says so` };
  });
}

/**
 * The engines of a stage, in the order in which they are asked: what its setting says, or those
 * that can be used.
 */
export function providersOf<Stage extends StageName>(config: Settings, stage: Stage): readonly ProviderOf<Stage>[] {
  const listed: readonly ProviderOf<Stage>[] | undefined = config[STAGES[stage]];
  return listed ?? KNOWN[stage].filter((provider) => missing(config, provider) === undefined);
}

/** What is wrong with the choice: the variable that is needed, and one line that names it. */
export function choiceProblems(config: Settings): readonly { readonly needed: string; readonly text: string }[] {
  const problems = stageNames().flatMap((stage) =>
    providersOf(config, stage).flatMap((provider) => {
      const needed = missing(config, provider);
      if (needed === undefined) return [];
      return [{ needed, text: `${needed} must be set, because ${STAGES[stage]} names ${provider}` }];
    }),
  );
  const needed = "AZURE_LANGUAGE_ENDPOINT";
  return config.AZURE_LANGUAGE_KEY === undefined || config[needed] !== undefined
    ? problems
    : [...problems, { needed, text: `${needed} must be set, because AZURE_LANGUAGE_KEY is` }];
}

function missing(config: Settings, provider: string): string | undefined {
  const needed = isRemote(provider) ? NEEDS[provider] : undefined;
  return needed !== undefined && config[needed] === undefined ? needed : undefined;
}

function isRemote(provider: string): provider is keyof typeof NEEDS {
  return Object.hasOwn(NEEDS, provider);
}

function whyDefault(providers: readonly string[]): string {
  const settings = new Set(providers.filter(isRemote).map((provider) => NEEDS[provider]));
  if (settings.size === 0) return "no key is set";
  return `${[...settings].join(", ")} ${settings.size === 1 ? "is" : "are"} set`;
}

function stageNames(): readonly StageName[] {
  return ["sentiment", "persona", "imagegen", "tts"];
}

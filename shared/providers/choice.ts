import type { Config } from "../config/config.ts";

/** Which engines a stage asks, in order, and why these. */
export interface ProviderChoice {
  readonly stage: string;
  readonly providers: readonly string[];
  readonly why: string;
}

const SETTINGS = [
  ["sentiment", "SENTIMENT_PROVIDERS"],
  ["persona", "PERSONA_PROVIDERS"],
  ["imagegen", "IMAGE_PROVIDERS"],
  ["tts", "TTS_PROVIDERS"],
] as const;

/** The providers of each stage. `environment` tells what was asked for from what is the default. */
export function chooseProviders(config: Config, environment: NodeJS.ProcessEnv): readonly ProviderChoice[] {
  return SETTINGS.map(([stage, setting]) => ({
    stage,
    providers: config[setting],
    why: (environment[setting] ?? "") === "" ? "no key is set" : `${setting} says so`,
  }));
}

import type { Config } from "../config/config.ts";
import type { RateLimit } from "../config/variables.ts";

/** What the environment says of a stage; undefined where it leaves the stage's own default. */
export interface StageSettings {
  readonly concurrency: number | undefined;
  readonly rateLimit: RateLimit | undefined;
}

export function stageSettings(config: Config, stage: string): StageSettings {
  switch (stage) {
    case "sentiment":
      return { concurrency: config.SENTIMENT_CONCURRENCY, rateLimit: config.SENTIMENT_RATE_LIMIT };
    case "persona":
      return { concurrency: config.PERSONA_CONCURRENCY, rateLimit: config.PERSONA_RATE_LIMIT };
    case "imagegen":
      return { concurrency: config.IMAGEGEN_CONCURRENCY, rateLimit: config.IMAGEGEN_RATE_LIMIT };
    case "tts":
      return { concurrency: config.TTS_CONCURRENCY, rateLimit: config.TTS_RATE_LIMIT };
    case "reply":
      return { concurrency: config.REPLY_CONCURRENCY, rateLimit: config.REPLY_RATE_LIMIT };
    default:
      return { concurrency: undefined, rateLimit: undefined };
  }
}

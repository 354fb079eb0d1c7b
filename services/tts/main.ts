import type { Config } from "@guchi/platform/config/config.ts";
import { createBudget } from "@guchi/providers/budget.ts";
import { providersOf } from "@guchi/providers/choice.ts";
import { runProcess } from "@guchi/platform/service/run-process.ts";
import type { Service } from "@guchi/platform/service/runtime.ts";
import { createLocalSpeech } from "./providers/local.ts";
import type { SpeechProvider } from "./providers/provider.ts";
import { createTtsStage } from "./stage.ts";

/**
 * Speech comes late in a job: loading the dictionary can wait until the other services have
 * started. In ms.
 */
const WARM_UP_AFTER_MS = 2_000;

/** Speaks what the idol says. */
export const service: Service = {
  name: "tts",
  async start(runtime) {
    const { config, media, redis, log } = runtime;
    await runtime.watchMedia();
    const local = createLocalSpeech({
      onFailure: (error) => log.warn({ err: error }, "her voice failed; espeak-ng speaks in its place"),
    });
    const names = providersOf(config, "tts");
    const providers = await Promise.all(names.map(async (name) => (name === "local" ? local : CREATE[name](config))));
    const running = await runtime.work(
      createTtsStage({ providers, local, media, budget: createBudget(redis, config) }),
    );
    const timer = setTimeout(() => {
      if (names.includes("local"))
        local.warmUp().catch((error: unknown) => log.warn({ err: error }, "the local voice is not available"));
    }, WARM_UP_AFTER_MS);
    return {
      close: async () => {
        clearTimeout(timer);
        await running.close();
      },
    };
  },
};

/** Each loaded only where it is used: OpenAI's SDK alone takes a third of a second and 34 MB. */
const CREATE = {
  async openai(config: Config): Promise<SpeechProvider> {
    const [{ createOpenAi }, { createOpenAiSpeech }] = await Promise.all([
      import("@guchi/providers/openai.ts"),
      import("./providers/openai.ts"),
    ]);
    return createOpenAiSpeech(createOpenAi(config), config);
  },
  async "openai-realtime"(config: Config): Promise<SpeechProvider> {
    const { createRealtimeSpeech } = await import("./providers/openai-realtime.ts");
    return createRealtimeSpeech(config);
  },
  async voicevox(config: Config): Promise<SpeechProvider> {
    const { createVoicevoxSpeech } = await import("./providers/voicevox.ts");
    return createVoicevoxSpeech(config);
  },
};

if (import.meta.main) await runProcess(service);

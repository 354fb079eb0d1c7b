import type { Running, Runtime } from "@guchi/platform/service/runtime.ts";
import { atOnceOf } from "@guchi/providers/at-once.ts";
import { createBudget } from "@guchi/providers/budget.ts";
import { Slots } from "@guchi/providers/slots.ts";
import type { VoiceLog } from "./log-codes.ts";
import { createLocalSpeech } from "./providers/local.ts";
import type { SpeechProvider } from "./providers/provider.ts";
import { providers as choice, type settings, type TtsSettings } from "./settings.ts";
import { createTtsStage } from "./stage.ts";

/**
 * Speech comes late in a job: loading the dictionary can wait until the other services have
 * started. In ms.
 */
const WARM_UP_AFTER_MS = 2_000;

/** Starts the worker of `tts`, with the providers that the settings name. */
export async function start(runtime: Runtime<typeof settings>): Promise<Running> {
  const { config, media, redis } = runtime;
  const log: VoiceLog = runtime.log;
  await runtime.watchMedia();
  const settings = runtime.stageSettings("tts");
  const slots = () => new Slots(settings.concurrency);
  const speech = createLocalSpeech({
    onFailure: (error) =>
      log.warn({ code: "voice.failed", err: error }, "her voice failed; espeak-ng speaks in its place"),
  });
  const local = { ...speech, slots: slots() };
  const names = choice.of(config);
  const providers = await Promise.all(
    names.map(async (name) => {
      if (name === "local") return local;
      const provider = await CREATE[name](config);
      // An engine of one's own works on a few cores, too, on whichever machine.
      return name === "voicevox" ? { ...provider, slots: slots() } : provider;
    }),
  );
  const { atOnce, localWaitMs } = atOnceOf(providers, settings);
  const budget = createBudget(redis, config);
  const running = await runtime.work(createTtsStage({ providers, local, media, budget, localWaitMs }), { atOnce });
  const timer = setTimeout(() => {
    if (names.includes("local"))
      local
        .warmUp()
        .catch((error: unknown) =>
          log.warn({ code: "voice.not_available", err: error }, "the local voice is not available"),
        );
  }, WARM_UP_AFTER_MS);
  return {
    close: async () => {
      clearTimeout(timer);
      await running.close();
    },
  };
}

/** Each loaded only where it is used: OpenAI's SDK alone takes a third of a second and 34 MB. */
const CREATE = {
  async openai(config: TtsSettings): Promise<SpeechProvider> {
    const [{ createOpenAi }, { createOpenAiSpeech }] = await Promise.all([
      import("@guchi/providers/openai.ts"),
      import("./providers/openai.ts"),
    ]);
    return createOpenAiSpeech(createOpenAi(config), config);
  },
  async "openai-realtime"(config: TtsSettings): Promise<SpeechProvider> {
    const { createRealtimeSpeech } = await import("./providers/openai-realtime.ts");
    return createRealtimeSpeech(config);
  },
  async voicevox(config: TtsSettings): Promise<SpeechProvider> {
    const { createVoicevoxSpeech } = await import("./providers/voicevox.ts");
    return createVoicevoxSpeech(config);
  },
};

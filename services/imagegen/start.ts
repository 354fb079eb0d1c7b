import type { Running, Runtime } from "@guchi/platform/service/runtime.ts";
import { atOnceOf } from "@guchi/providers/at-once.ts";
import { createBudget } from "@guchi/providers/budget.ts";
import { Slots } from "@guchi/providers/slots.ts";
import { createLocalImage } from "./providers/local.ts";
import type { ImageProvider } from "./providers/provider.ts";
import { providers as choice, type ImagegenSettings, type settings } from "./settings.ts";
import { createImagegenStage } from "./stage.ts";

/** Starts the worker of `imagegen`, with the providers that the settings name. */
export async function start(runtime: Runtime<typeof settings>): Promise<Running> {
  const { config, media, redis } = runtime;
  await runtime.watchMedia();
  const settings = runtime.stageSettings("imagegen");
  const local = { ...createLocalImage(), slots: new Slots(settings.concurrency) };
  const providers = await Promise.all(
    choice.of(config).map(async (name) => (name === "local" ? local : CREATE[name](config))),
  );
  const budget = createBudget(redis, config);
  const unclear = config.UNCLEAR_PICTURES;
  const { atOnce, localWaitMs } = atOnceOf(providers, settings);
  return runtime.work(createImagegenStage({ providers, local, media, budget, unclear, localWaitMs }), { atOnce });
}

/** Each loaded only where it is used: OpenAI's SDK takes a third of a second and 34 MB. */
const CREATE = {
  async openai(config: ImagegenSettings): Promise<ImageProvider> {
    const [{ createOpenAi }, { createOpenAiImage }] = await Promise.all([
      import("@guchi/providers/openai.ts"),
      import("./providers/openai.ts"),
    ]);
    return createOpenAiImage(createOpenAi(config), config);
  },
};

import type { Config } from "@guchi/platform/config/config.ts";
import { createBudget } from "@guchi/providers/budget.ts";
import { providersOf } from "@guchi/providers/choice.ts";
import { runProcess } from "@guchi/platform/service/run-process.ts";
import type { Service } from "@guchi/platform/service/runtime.ts";
import { createLocalImage } from "./providers/local.ts";
import type { ImageProvider } from "./providers/provider.ts";
import { createImagegenStage } from "./stage.ts";

/** Draws the picture. */
export const service: Service = {
  name: "imagegen",
  async start(runtime) {
    const { config, media, redis } = runtime;
    await runtime.watchMedia();
    const local = createLocalImage();
    const providers = await Promise.all(
      providersOf(config, "imagegen").map(async (name) => (name === "openai" ? createOpenAi(config) : local)),
    );
    const budget = createBudget(redis, config);
    const unclear = config.UNCLEAR_PICTURES;
    return runtime.work(createImagegenStage({ providers, local, media, budget, unclear }));
  },
};

/** The SDK takes a third of a second and 34 MB: it is loaded only where it is used. */
async function createOpenAi(config: Config): Promise<ImageProvider> {
  const [{ createOpenAi: createClient }, { createOpenAiImage }] = await Promise.all([
    import("@guchi/providers/openai.ts"),
    import("./providers/openai.ts"),
  ]);
  return createOpenAiImage(createClient(config), config);
}

if (import.meta.main) await runProcess(service);

import type { Logger } from "pino";
import type { Config } from "@guchi/platform/config/config.ts";
import type { Metrics } from "@guchi/chain/telemetry/metrics.ts";
import type { ModelWarning } from "./models.ts";
import { modelProblems } from "./metrics.ts";

/** Longest wait for the list of models, in ms: the banner waits for it too. */
const LIST_TIMEOUT_MS = 5_000;

/**
 * What is to be warned of the configured models of OpenAI; nothing without a key. When they cannot
 * be listed that is told in the log, and nothing is known: a vendor without such a list is no
 * reason not to start.
 */
export async function modelWarnings(
  config: Config,
  { log, signal }: { readonly log?: Logger; readonly signal?: AbortSignal } = {},
): Promise<readonly ModelWarning[]> {
  if (config.OPENAI_API_KEY === undefined) return [];
  // Loaded only with a key: the SDK takes a third of a second and 34 MB.
  const [{ checkModels }, { createOpenAi }] = await Promise.all([import("./models.ts"), import("./openai.ts")]);
  const limit = AbortSignal.timeout(LIST_TIMEOUT_MS);
  try {
    return await checkModels(
      createOpenAi(config),
      config,
      signal === undefined ? limit : AbortSignal.any([signal, limit]),
    );
  } catch (error) {
    if (signal?.aborted === true) return [];
    log?.warn({ err: error }, "the models of OpenAI could not be listed");
    return [];
  }
}

/** Tells them in log and metrics. Run at start and once a day. */
export async function warnOfModels(
  config: Config,
  { log, metrics, signal }: { readonly log: Logger; readonly metrics: Metrics; readonly signal?: AbortSignal },
): Promise<void> {
  for (const { setting, model, problem, text } of await modelWarnings(config, { log, ...(signal && { signal }) })) {
    metrics.count(modelProblems, { setting, problem });
    log.warn({ setting, model, problem }, text);
  }
}

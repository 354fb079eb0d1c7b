import type { Asking } from "@guchi/platform/service/warnings.ts";
import type { UsedModel } from "./models.ts";
import type { OpenAiSettings } from "./settings.ts";
import { modelProblems } from "./metrics.ts";

/** Longest wait for the list of models, in ms: the banner waits for it too. */
const LIST_TIMEOUT_MS = 5_000;

/**
 * What is to be warned of the models that a service asks OpenAI for, a line each; nothing without a
 * key. When they cannot be listed that is told in the log, and nothing is known: a vendor without
 * such a list is no reason not to start.
 */
export async function modelWarnings(
  settings: OpenAiSettings,
  used: readonly UsedModel[],
  { log, metrics, signal }: Asking,
): Promise<readonly string[]> {
  if (settings.OPENAI_API_KEY === undefined || used.length === 0) return [];
  // Loaded only with a key: the SDK takes a third of a second and 34 MB.
  const [{ checkModels }, { createOpenAi }] = await Promise.all([import("./models.ts"), import("./openai.ts")]);
  try {
    const limit = AbortSignal.any([signal, AbortSignal.timeout(LIST_TIMEOUT_MS)]);
    const warnings = await checkModels(createOpenAi(settings), used, limit);
    for (const { setting, problem } of warnings) metrics?.count(modelProblems, { setting, problem });
    return warnings.map(({ text }) => text);
  } catch (error) {
    if (!signal.aborted)
      log?.warn({ code: "models.not_listed", err: error }, "the models of OpenAI could not be listed");
    return [];
  }
}

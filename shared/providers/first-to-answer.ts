import type { Logger } from "pino";
import { StageError, toStageError } from "../errors.ts";

/**
 * Asks the providers in their order until one answers, and says which did. A provider that fails is logged (code and
 * class only) and the next one is asked. Throws the last provider's StageError when none answers, and the signal's
 * reason as soon as it is aborted.
 */
export async function firstToAnswer<Provider extends { readonly name: string }, Answer>(
  providers: readonly Provider[],
  { signal, log }: { signal: AbortSignal; log: Logger },
  ask: (provider: Provider) => Promise<Answer>,
): Promise<{ provider: string; answer: Answer }> {
  let failure = new StageError("No provider is configured for this stage.", {
    code: "provider_misconfigured",
    class: "permanent",
  });
  for (const provider of providers) {
    signal.throwIfAborted();
    try {
      return { provider: provider.name, answer: await ask(provider) };
    } catch (error) {
      signal.throwIfAborted();
      failure = toStageError(error);
      log.warn(
        { provider: provider.name, code: failure.code, class: failure.class, err: failure.cause },
        "provider failed",
      );
    }
  }
  throw failure;
}

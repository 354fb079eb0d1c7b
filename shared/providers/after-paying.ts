import { setTimeout as sleep } from "node:timers/promises";
import { StageError, toStageError } from "@guchi/chain/errors.ts";

/** Waits between the tries, in ms. */
const WAITS_MS = [100, 400, 1_500];

/**
 * Does what a stage has to do with its answer, such as keeping a file, and tries again on its own
 * where that fails: another attempt of the stage would ask, and pay, again. After a paid answer the
 * last failure is the stage's last word too. Throws StageError, and the signal's reason as soon as
 * it is aborted.
 */
export async function afterPaying<Done>(
  { paid }: { readonly paid: boolean },
  signal: AbortSignal,
  work: () => Promise<Done>,
): Promise<Done> {
  for (const waitMs of WAITS_MS) {
    signal.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      if (toStageError(error).class !== "transient") throw error;
      await sleep(waitMs, undefined, { signal }).catch(() => signal.throwIfAborted());
    }
  }
  signal.throwIfAborted();
  try {
    return await work();
  } catch (error) {
    if (!paid) throw error;
    const { message, code, cause } = toStageError(error);
    throw new StageError(message, { code, class: "permanent", cause: cause ?? error });
  }
}

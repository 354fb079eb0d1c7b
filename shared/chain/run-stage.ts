import type { Logger } from "pino";
import Type from "typebox";
import { StageError, toStageError } from "./errors.ts";
import { fits, parseAs, SchemaError } from "./schema.ts";
import type { Outcome } from "./job/attempt.ts";
import type { Stage, StageContext } from "./stage.ts";

const Made = Type.Object({ provider: Type.String() });

/**
 * One attempt of a stage without any queue: checks the input, runs within the time limit, checks
 * the output. Throws StageError. When `abort` fires, by the time limit or from outside, the attempt
 * ends at once even if the stage does not listen.
 */
export async function runStage(
  stage: Stage,
  input: unknown,
  { log, ...about }: Omit<StageContext, "signal" | "log"> & { readonly log: () => Logger },
  abort = new AbortController(),
): Promise<Outcome> {
  const checked = parse("invalid_input", () => parseAs(stage.input, input));
  const { signal } = abort;
  const timer = setTimeout(() => abort.abort(timeLimit(stage)), stage.timeoutMs);
  try {
    signal.throwIfAborted();
    const context = {
      ...about,
      signal,
      get log() {
        return log(); // a child logger costs more than a small stage; most stages never ask for it
      },
    };
    const made = await Promise.race([stage.run(checked, context), whenAborted(signal)]);
    const result = parse("invalid_output", () => parseAs(stage.output, made));
    return { result, provider: fits(Made, result) ? result.provider : "" };
  } catch (error) {
    // A stage that listens fails with an abort error of its own making; the reason says more.
    throw toStageError(signal.aborted ? signal.reason : error);
  } finally {
    clearTimeout(timer);
  }
}

/** Rejects when the attempt is ended. */
function whenAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(toStageError(signal.reason)), { once: true });
  });
}

function timeLimit(stage: Stage): StageError {
  return new StageError(`The stage exceeded its time limit of ${stage.timeoutMs} ms.`, {
    code: "time_limit",
    class: "transient",
  });
}

function parse<Value>(code: "invalid_input" | "invalid_output", read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    const what = code === "invalid_input" ? "input" : "output";
    throw new StageError(`The stage's ${what} does not fit: ${error.message}.`, {
      code,
      class: "permanent",
      cause: error,
    });
  }
}

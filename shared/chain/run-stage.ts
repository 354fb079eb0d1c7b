import type { Logger } from "pino";
import Type from "typebox";
import { StageError, toStageError } from "../errors.ts";
import { fits, parseAs, SchemaError } from "../schema.ts";
import type { Outcome } from "./hand-off.ts";
import type { Stage } from "./stage.ts";

const Made = Type.Object({ provider: Type.String() });

/**
 * One attempt of a stage without any queue: checks the input, runs within the time limit, checks the output. Throws
 * StageError; when one of `signals` aborts, the attempt ends at once even if the stage does not listen.
 */
export async function runStage(
  stage: Stage,
  input: unknown,
  { jobId, attempt, log }: { readonly jobId: string; readonly attempt: number; readonly log: Logger },
  signals: readonly AbortSignal[],
): Promise<Outcome> {
  const checked = parse("invalid_input", () => parseAs(stage.input, input));
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(timeLimit(stage)), stage.timeoutMs);
  const signal = AbortSignal.any([...signals, limit.signal]);
  const aborted = Promise.withResolvers<never>();
  const abort = () => aborted.reject(signal.reason);
  signal.addEventListener("abort", abort, { once: true });
  try {
    signal.throwIfAborted();
    const made = await Promise.race([stage.run(checked, { jobId, attempt, signal, log }), aborted.promise]);
    const result = parse("invalid_output", () => parseAs(stage.output, made));
    return { result, provider: fits(Made, result) ? result.provider : "" };
  } catch (error) {
    throw limit.signal.aborted ? timeLimit(stage) : toStageError(error);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", abort);
  }
}

function timeLimit(stage: Stage): StageError {
  return new StageError(`The stage passed its time limit of ${stage.timeoutMs} ms.`, {
    code: "time_limit",
    class: "transient",
  });
}

function parse<Value>(code: "invalid_input" | "invalid_output", read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof SchemaError)) throw error;
    throw new StageError(`The stage's ${code === "invalid_input" ? "input" : "output"} does not fit: ${error.message}.`, {
      code,
      class: "permanent",
      cause: error,
    });
  }
}

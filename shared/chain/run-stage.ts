import type { Logger } from "pino";
import Type from "typebox";
import { StageError, toStageError } from "./errors.ts";
import { fits, parseAs, SchemaError } from "./schema.ts";
import type { Outcome } from "./hand-off.ts";
import type { Stage, StageContext } from "./stage.ts";

const Made = Type.Object({ provider: Type.String() });

/** Ends an attempt from outside. The stage's AbortSignal is made only when it asks: a small stage costs less without. */
export class Abort {
  #controller: AbortController | undefined;
  #reason: Error | undefined;
  readonly #aborted = Promise.withResolvers<never>();

  constructor() {
    this.#aborted.promise.catch(() => undefined); // nobody may be waiting (any more)
  }

  /** Why the attempt was ended, or undefined. */
  get reason(): Error | undefined {
    return this.#reason;
  }

  get signal(): AbortSignal {
    if (this.#controller === undefined) {
      this.#controller = new AbortController();
      if (this.#reason !== undefined) this.#controller.abort(this.#reason);
    }
    return this.#controller.signal;
  }

  /** Rejects when the attempt is ended. */
  get aborted(): Promise<never> {
    return this.#aborted.promise;
  }

  abort(reason: Error): void {
    if (this.#reason !== undefined) return;
    this.#reason = reason;
    this.#controller?.abort(reason);
    this.#aborted.reject(reason);
  }
}

/**
 * One attempt of a stage without any queue: checks the input, runs within the time limit, checks the output. Throws
 * StageError. When `abort` fires, by the time limit or from outside, the attempt ends at once even if the stage does
 * not listen.
 */
export async function runStage(
  stage: Stage,
  input: unknown,
  { log, ...about }: Omit<StageContext, "signal" | "log"> & { readonly log: () => Logger },
  abort: Abort = new Abort(),
): Promise<Outcome> {
  const checked = parse("invalid_input", () => parseAs(stage.input, input));
  const timer = setTimeout(() => abort.abort(timeLimit(stage)), stage.timeoutMs);
  try {
    if (abort.reason !== undefined) throw abort.reason;
    const context = {
      ...about,
      get signal() {
        return abort.signal;
      },
      get log() {
        return log(); // a child logger costs more than a small stage; most stages never ask for it
      },
    };
    const made = await Promise.race([stage.run(checked, context), abort.aborted]);
    const result = parse("invalid_output", () => parseAs(stage.output, made));
    return { result, provider: fits(Made, result) ? result.provider : "" };
  } catch (error) {
    // A stage that listens fails with an abort error of its own making; the reason says more.
    throw toStageError(abort.reason ?? error);
  } finally {
    clearTimeout(timer);
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
    const what = code === "invalid_input" ? "input" : "output";
    throw new StageError(`The stage's ${what} does not fit: ${error.message}.`, {
      code,
      class: "permanent",
      cause: error,
    });
  }
}

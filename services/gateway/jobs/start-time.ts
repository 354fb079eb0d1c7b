import Type from "typebox";
import { ProblemError } from "../http/problem.ts";

/** Ten years. */
const MAX_DELAY_SECONDS = 315_576_000;

/** When a job is to begin, in the body that starts it. */
export const START_TIME = {
  startAt: Type.Optional(
    Type.String({ format: "date-time", description: "When the job is to begin; a time that is past: now." }),
  ),
  delaySeconds: Type.Optional(
    Type.Integer({ minimum: 0, maximum: MAX_DELAY_SECONDS, description: "In place of startAt: in so many seconds." }),
  ),
};

/** In ms since the epoch; undefined: now. Throws ProblemError 400. */
export function startTime(body: { readonly startAt?: string; readonly delaySeconds?: number }): number | undefined {
  const { startAt, delaySeconds } = body;
  if (startAt !== undefined && delaySeconds !== undefined) throw bad("/delaySeconds", "cannot stand beside startAt");
  if (delaySeconds !== undefined) return delaySeconds === 0 ? undefined : Date.now() + delaySeconds * 1_000;
  if (startAt === undefined) return undefined;
  const ms = Date.parse(startAt);
  if (Number.isNaN(ms)) throw bad("/startAt", "must be a date and time that exists");
  if (ms > Date.now() + MAX_DELAY_SECONDS * 1_000) throw bad("/startAt", "must be within ten years");
  return ms;
}

function bad(pointer: string, detail: string): ProblemError {
  return new ProblemError("invalid-request", "The body does not fit", { errors: [{ pointer, detail }] });
}

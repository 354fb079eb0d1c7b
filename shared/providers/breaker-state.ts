import { factsOf, kindOf } from "./failure.ts";

/** So many failures in a row, other than time-outs, open the circuit. */
const IN_A_ROW = 3;
/** The first rest, in ms; each failed try doubles it. */
const FIRST_REST_MS = 60_000;
/** The longest rest, in ms: an outage that is over is noticed within two hours. */
const LONGEST_REST_MS = 7_200_000;

/** A circuit: times in ms since the epoch, `rests` since the provider last answered. */
export type BreakerState =
  | { readonly is: "closed"; readonly failures: number }
  /** Nobody asks until then. */
  | { readonly is: "open"; readonly until: number; readonly rests: number }
  /** The rest is over, and one job tries. */
  | { readonly is: "trying"; readonly rests: number };

/**
 * `try`: a job comes once the rest is over. The others say how its call ended, or an ordinary one:
 * `slow`: not in time. `faulty`: another failure of the provider's. `answered`: it lives, whatever
 * it answered. `unclear`: nothing is known, as after a cancel.
 */
export type BreakerEvent = "try" | "answered" | "slow" | "faulty" | "unclear";

export const CLOSED: BreakerState = { is: "closed", failures: 0 };

/** The next state of a circuit. */
export function after(
  state: BreakerState,
  event: BreakerEvent,
  nowMs: number,
  longestRestMs = LONGEST_REST_MS,
): BreakerState {
  const rest = (rests: number): BreakerState => ({
    is: "open",
    until: nowMs + Math.min(FIRST_REST_MS * 2 ** rests, longestRestMs),
    rests: rests + 1,
  });
  if (state.is === "open") {
    return event === "try" && nowMs >= state.until ? { is: "trying", rests: state.rests } : state;
  }
  if (event === "try") return state;
  if (event === "answered") return CLOSED;
  if (state.is === "closed") {
    if (event === "unclear") return state;
    const failures = state.failures + 1;
    return event === "slow" || failures === IN_A_ROW ? rest(0) : { is: "closed", failures };
  }
  // After a try that told nothing, the next job tries.
  return event === "unclear" ? { is: "open", until: nowMs, rests: state.rests } : rest(state.rests);
}

/** How a call that failed has ended, for the circuit. */
export function eventOf(error: unknown): Exclude<BreakerEvent, "try"> {
  const kind = kindOf(error);
  const { breaks, asked } = factsOf(kind);
  if (breaks === "at once") return "slow";
  if (breaks === "in a row") return "faulty";
  return asked && kind !== "failed" ? "answered" : "unclear";
}

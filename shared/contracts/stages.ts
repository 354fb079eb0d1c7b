import Type, { type Static } from "typebox";

/**
 * How long the oldest entry of a queue may wait, in seconds, before it is told: half a minute
 * beyond LINE's patience is late.
 */
export const OLD_SECONDS = 60;

const Count = Type.Integer({ minimum: 0 });

/** A stage as `GET /stages` shows it. */
export const StageState = Type.Object({
  name: Type.String(),
  workers: Type.Integer({ minimum: 0, description: "Live workers." }),
  waiting: Type.Integer({ minimum: 0, description: "Entries that wait for a worker, prioritized ones included." }),
  active: Count,
  delayed: Type.Integer({ minimum: 0, description: "Entries that are due later, such as another attempt." }),
  failed: Count,
  oldestWaitingSeconds: Type.Number({ minimum: 0, description: "0 when nothing waits." }),
  paused: Type.Boolean({ description: "Somebody paused the queue: nothing of it is begun." }),
});
export type StageState = Static<typeof StageState>;

/** Answer of `GET /stages`. */
export const StagesView = Type.Object({
  status: Type.Enum(["ok", "degraded"], {
    description: `degraded: a stage has no live worker, or an entry that has waited for over ${OLD_SECONDS} s.`,
  }),
  stages: Type.Array(StageState),
});
export type StagesView = Static<typeof StagesView>;

/** What is wrong with a stage, in one sentence, or undefined when it is well. */
export function stageProblem({ name, workers, waiting, oldestWaitingSeconds, paused }: StageState): string | undefined {
  const isOld = oldestWaitingSeconds > OLD_SECONDS;
  const waits = waiting === 0 ? "" : `; ${waiting} waiting, the oldest for ${Math.round(oldestWaitingSeconds)} s`;
  if (workers === 0) return `${name} has no live worker${waits}`;
  if (!isOld) return undefined;
  return paused ? `the queue of ${name} is paused${waits}` : `${name} is behind${waits}`;
}

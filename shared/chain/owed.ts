import { isSettled, type JobRecord } from "../job/record.ts";
import type { Route } from "./pipeline.ts";
import { firstPositions, onward } from "./route.ts";

/**
 * The places that the job should be in right now, as its record tells: the first ones, and those after each settled
 * place (of a parallel group: after its last), less what is settled. None when the job is not on its way.
 */
export function owedPlaces(route: Route, record: JobRecord): readonly number[] {
  if (record.status !== "pending" && record.status !== "running") return [];
  const settled = (index: number) => isSettled(record.place(index));
  const reached = new Set(firstPositions(route));
  for (const position of route.positions) {
    const place = record.place(position.index);
    if (!settled(position.index) || place.skipped) continue;
    const { next, siblings } = onward(route, position, place.result);
    if (siblings.every(settled)) for (const index of next) reached.add(index);
  }
  return [...reached].filter((index) => !settled(index));
}

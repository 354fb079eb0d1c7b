import type { LayoutStep } from "./layout.ts";
import { isSettled, type JobRecord } from "./job/record.ts";

/**
 * The steps that the job should be at right now, as its record tells: those of the first group that
 * is not settled whole, less what is settled. None when the job is not on its way.
 */
export function owedSteps(record: JobRecord): readonly LayoutStep[] {
  if (record.status !== "pending" && record.status !== "running") return [];
  const unsettled = record.layout.steps.filter(({ name }) => !isSettled(record.step(name)));
  return unsettled.filter(({ group }) => group === unsettled[0]?.group);
}

import type { Schedule } from "@guchi/chain/schedule/schedule.ts";
import { nextTick } from "@guchi/chain/schedule/times.ts";
import type { ScheduleView } from "@guchi/contracts/schedule.ts";
import { iso } from "../jobs/view.ts";

/** The schedule as a client sees it. `basePath`: in front of each path. */
export function viewSchedule({ name, spec, last }: Schedule, basePath: string): ScheduleView {
  const { overlap = "skip", missed = "skip", paused = false, ...given } = spec;
  const next = paused ? undefined : nextTick(spec, Date.now());
  const self = `${basePath}/schedules/${name}`;
  return {
    name,
    ...given,
    overlap,
    missed,
    paused,
    ...(next !== undefined && { nextAt: iso(next) }),
    ...(last !== undefined && { lastAt: iso(last.at), lastJob: last.job }),
    links: { self, run: `${self}/run` },
  };
}

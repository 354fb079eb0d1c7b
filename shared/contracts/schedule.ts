import { ScheduleSpec } from "@guchi/chain/schedule/schedule.ts";
import Type, { type Static } from "typebox";

const Time = (description: string) => Type.Optional(Type.String({ format: "date-time", description }));
const { pipeline, input, cron, timeZone, startAt, endAt, callbackUrl } = ScheduleSpec.properties;

/** A schedule as the HTTP API shows it. */
export const ScheduleView = Type.Object(
  {
    name: Type.String({ examples: ["morning"] }),
    pipeline,
    input,
    cron,
    timeZone,
    startAt,
    endAt,
    callbackUrl,
    overlap: Type.Enum(["skip", "allow"]),
    missed: Type.Enum(["skip", "once"]),
    paused: Type.Boolean(),
    nextAt: Time("The next tick; none while it is paused, and after its end."),
    lastAt: Time("The tick of its last start; of one by hand, when that was."),
    lastJob: Type.Optional(Type.String({ description: "The job of that start, as long as it is kept." })),
    links: Type.Record(Type.String(), Type.String(), {
      examples: [{ self: "/schedules/morning", run: "/schedules/morning/run" }],
    }),
  },
  { $id: "Schedule", title: "Schedule" },
);
export type ScheduleView = Static<typeof ScheduleView>;

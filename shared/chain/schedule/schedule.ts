import Type, { type Static } from "typebox";

/** What a schedule may be called: it becomes a part of ids. */
export const ScheduleName = Type.String({
  pattern: "^[A-Za-z0-9][\\w.-]{0,63}$",
  description: "Up to 64 letters, digits, `.`, `_` and `-`; no secret, as logs may name it.",
  examples: ["morning"],
});

const Time = (description: string) => Type.Optional(Type.String({ format: "date-time", description }));

/** What is started, and when. */
export const ScheduleSpec = Type.Object(
  {
    pipeline: Type.String({ examples: ["hello"] }),
    input: Type.Unknown({ description: "The pipeline's input, of each job." }),
    cron: Type.String({
      maxLength: 100,
      description:
        "Five fields (minute, hour, day, month, weekday), or six with seconds in front; or @daily and its like.",
      examples: ["0 7 * * *"],
    }),
    timeZone: Type.String({ maxLength: 64, description: "An IANA name.", examples: ["Asia/Tokyo"] }),
    startAt: Time("No tick before it."),
    endAt: Time("No tick after it."),
    overlap: Type.Optional(
      Type.Enum(["skip", "allow"], { description: "skip (default): no start while the last job is unfinished." }),
    ),
    missed: Type.Optional(
      Type.Enum(["skip", "once"], {
        description: "Of ticks that nothing could start within a minute: none, or one for all of them. Default: skip.",
      }),
    ),
    paused: Type.Optional(Type.Boolean({ description: "Nothing is started, but by hand. Default: false." })),
    callbackUrl: Type.Optional(
      Type.String({ maxLength: 2_000, description: "Where to POST each finished job, as with POST /jobs." }),
    ),
  },
  { additionalProperties: false },
);
export type ScheduleSpec = Static<typeof ScheduleSpec>;

/** A schedule, and what it started last. */
export interface Schedule {
  readonly name: string;
  readonly spec: ScheduleSpec;
  readonly last?: LastStart | undefined;
}

/** The last start: its tick (ms since the epoch), and the job. */
export const LastStart = Type.Object({ at: Type.Integer(), job: Type.String() });
export type LastStart = Static<typeof LastStart>;

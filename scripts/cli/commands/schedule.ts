import { jsonOrUndefined } from "../../../shared/chain/json.ts";
import { ScheduleSpec } from "../../../shared/chain/schedule/schedule.ts";
import { parseAs, SchemaError } from "../../../shared/chain/schema.ts";
import type { ScheduleView } from "../../../shared/contracts/schedule.ts";
import type { Call, Command } from "../command.ts";
import { CliError, EXIT } from "../exit.ts";
import { localTime, printTable } from "../show.ts";
import { clean } from "../text.ts";
import { parseInput } from "./start.ts";

const HERE = Intl.DateTimeFormat().resolvedOptions().timeZone;
const USAGE = "list | put NAME PIPELINE CRON [JSON] | run, pause, resume, remove NAME";

/** `schedule`: what is started, and when. */
export const schedule: Command = {
  usage: "ACTION …",
  about: "Jobs by cron: list, put, run, pause, resume, remove",
  words: [1, 5],
  options: ["time-zone", "callback-url", "overlap", "missed", "idempotency-key"],
  run: async (call) => {
    const [what = "", name, ...rest] = call.args;
    const act = Object.hasOwn(ACTIONS, what) ? ACTIONS[what] : undefined;
    const isWhole =
      (what === "list") === (name === undefined) && (what === "put" ? rest.length > 1 : rest.length === 0);
    if (act === undefined || !isWhole) throw new CliError(EXIT.usage, `Usage: npx --no guchi schedule ${USAGE}`);
    await act(call, name ?? "");
    return EXIT.ok;
  },
};

const ACTIONS: Readonly<Record<string, (call: Call, name: string) => Promise<void>>> = {
  list: async ({ api, options, terminal }) => {
    const schedules = await api.schedules();
    if (options.json === true) return terminal.print(JSON.stringify(schedules));
    printTable(schedules.map(rowOf), terminal);
  },
  put: async (call, name) => {
    const [, , pipeline, cron, json = "{}"] = call.args;
    const { "time-zone": timeZone = HERE, "callback-url": callbackUrl, overlap, missed } = call.options;
    const spec = specOf({ pipeline, cron, input: parseInput(json), timeZone, callbackUrl, overlap, missed });
    tell(call, await call.api.putSchedule(name, spec));
  },
  run: async ({ api, options, terminal }, name) => {
    const job = await api.runSchedule(name, options["idempotency-key"]);
    terminal.print(options.json === true ? JSON.stringify(job) : job.id);
  },
  pause: (call, name) => setPaused(call, name, true),
  resume: (call, name) => setPaused(call, name, false),
  remove: async ({ api, options, terminal }, name) => {
    await api.removeSchedule(name);
    terminal.print(options.json === true ? JSON.stringify({ name, status: "removed" }) : `${name}  removed`);
  },
};

async function setPaused(call: Call, name: string, paused: boolean): Promise<void> {
  const { name: _, nextAt: __, lastAt: ___, lastJob: ____, links: _____, ...given } = await call.api.schedule(name);
  tell(call, await call.api.putSchedule(name, { ...given, paused }));
}

/** Throws CliError for what is no schedule; members that are undefined are left out. */
function specOf(given: object): ScheduleSpec {
  try {
    return parseAs(ScheduleSpec, jsonOrUndefined(JSON.stringify(given)));
  } catch (cause) {
    if (!(cause instanceof SchemaError)) throw cause;
    throw new CliError(EXIT.usage, cause.message, { cause });
  }
}

function tell({ options, terminal }: Call, shown: ScheduleView): void {
  if (options.json === true) terminal.print(JSON.stringify(shown));
  else terminal.print(rowOf(shown).filter(Boolean).map(clean).join("  "));
}

function rowOf({ name, paused, nextAt, pipeline, cron, timeZone, lastAt, lastJob }: ScheduleView): readonly string[] {
  const next = nextAt === undefined ? "over" : `next ${localTime(nextAt)}`;
  const last = lastAt === undefined ? "" : `last ${localTime(lastAt)}`;
  return [name, paused ? "paused" : next, pipeline, cron, timeZone, last, lastJob ?? ""];
}

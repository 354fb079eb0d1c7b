import type { Command } from "./command.ts";
import { cancel, purge, restart, resume, retry, rewind, suspend } from "./commands/act.ts";
import { bulk } from "./commands/bulk.ts";
import { event } from "./commands/event.ts";
import { doctor } from "./commands/doctor.ts";
import { failed, list } from "./commands/list.ts";
import { line } from "./commands/line.ts";
import { movies } from "./commands/movies.ts";
import { reseal } from "./commands/reseal.ts";
import { say, start } from "./commands/start.ts";
import { schedule } from "./commands/schedule.ts";
import { stages } from "./commands/stages.ts";
import { status } from "./commands/status.ts";
import { workers } from "./commands/workers.ts";

/** Every command, by name, in the order of the help. */
export const COMMANDS: Readonly<Record<string, Command>> = {
  say,
  start,
  status,
  list,
  failed,
  retry,
  event,
  schedule,
  cancel,
  suspend,
  resume,
  rewind,
  restart,
  purge,
  bulk,
  reseal,
  stages,
  workers,
  doctor,
  line,
  movies,
};

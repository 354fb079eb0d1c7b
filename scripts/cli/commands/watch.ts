import type { JobView } from "../../../shared/contracts/job.ts";
import type { Call } from "../command.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { follow } from "../follow.ts";
import { Progress } from "../progress.ts";
import { errorLine, outputLines, warningLine } from "../show.ts";
import type { Terminal } from "../terminal.ts";
import { clean } from "../text.ts";

/** Follows a job to its end, with a line for each stage, and shows what it came to. */
export async function watchJob({ api, options, terminal }: Call, id: string): Promise<ExitCode> {
  const progress = options.json === true ? undefined : new Progress(terminal);
  try {
    const following = follow(api, id);
    for (let next = await following.next(); ; next = await following.next()) {
      if (next.done === true) {
        progress?.stop();
        return showResult(next.value, options.json === true, terminal);
      }
      progress?.tell(next.value);
    }
  } catch (error) {
    progress?.stop();
    if (api.signal.aborted) terminal.tell(`The job goes on: npx --no guchi status ${id} --watch`);
    throw error;
  } finally {
    progress?.stop();
  }
}

/** Says which job it is about, for whoever wants to come back to it. */
export function tellId({ options, terminal }: Call, id: string): void {
  if (options.json !== true) terminal.tell(terminal.tint("dim", `job ${clean(id)}`));
}

/** Prints a finished job's output, and tells what went wrong. */
function showResult(job: JobView, json: boolean, terminal: Terminal): ExitCode {
  if (json) terminal.print(JSON.stringify(job));
  else {
    for (const warning of job.warnings) terminal.tell(terminal.tint("yellow", warningLine(warning)));
    if (job.error !== undefined) terminal.tell(terminal.tint("red", errorLine(job.error)));
    if (job.status === "canceled") terminal.tell(terminal.tint("red", "The job was canceled"));
    const lines = outputLines(job.output, terminal.textColumns);
    if (lines.length > 0) terminal.tell(""); // stderr: the result alone is on stdout
    for (const line of lines) terminal.print(line);
  }
  return exitCodeOfJob(job);
}

/** A job that failed or was canceled is a failure of the command; one that is under way is not. */
export function exitCodeOfJob({ status }: JobView): ExitCode {
  return status === "failed" || status === "canceled" ? EXIT.jobFailed : EXIT.ok;
}

import type { JobView } from "../../../shared/contracts/job.ts";
import { isFinished } from "../../../shared/chain/job/actions.ts";
import type { ListQuery } from "../../../client/client.ts";
import type { Api } from "../api.ts";
import type { Call, Command } from "../command.ts";
import { EXIT, type ExitCode } from "../exit.ts";
import { wholeNumber } from "../options.ts";
import { age, localTime, printTable } from "../show.ts";

/** Most jobs that the server gives in a page. */
const PAGE = 100;
const DEFAULT_LIMIT = "20";
const MAX_LIMIT = 100_000;

/** `list`: the newest jobs. */
export const list: Command = {
  usage: "",
  about: "List jobs, newest first",
  words: [0, 0],
  options: ["status", "pipeline", "limit"],
  run: (call) =>
    printJobs(call, call.options.status, ["id", "status", "pipeline", "step", "age", "took", "created"], (job) => [
      job.id,
      job.status,
      job.pipeline,
      stepsAt(job),
      age(Date.now() - Date.parse(job.createdAt)),
      isFinished(job.status) ? age(Date.parse(job.updatedAt) - Date.parse(job.createdAt)) : "",
      localTime(job.createdAt),
    ]),
};

/** `failed`: the jobs that wait for somebody to look at them. */
export const failed: Command = {
  usage: "",
  about: "List failed jobs and why they failed",
  words: [0, 0],
  options: ["pipeline", "limit"],
  run: (call) =>
    printJobs(call, "failed", ["id", "why", "pipeline", "failed"], ({ id, pipeline, error, updatedAt }) => [
      id,
      error === undefined ? "" : `${error.step}: ${error.code}`,
      pipeline,
      localTime(updatedAt),
    ]),
};

/** At most `limit` jobs, read page by page. */
export async function findJobs(
  api: Api,
  query: Omit<ListQuery, "cursor" | "limit"> & { readonly limit: number },
): Promise<readonly JobView[]> {
  const found: JobView[] = [];
  let cursor: string | undefined;
  do {
    const page = await api.list({ ...query, limit: Math.min(query.limit - found.length, PAGE), cursor });
    found.push(...page.jobs);
    cursor = page.cursor;
  } while (cursor !== undefined && found.length < query.limit);
  return found;
}

/** The steps that the job is at, or at which it failed. */
function stepsAt({ status, stages, error }: JobView): string {
  if (error !== undefined) return error.step;
  if (isFinished(status)) return "";
  const at = stages.filter((step) => step.status === "running" || step.status === "waiting");
  const next = stages.find((step) => step.status === "pending");
  return (at.length === 0 && next !== undefined ? [next] : at).map(({ name }) => name).join(", ");
}

async function printJobs(
  { api, options, terminal }: Call,
  status: string | undefined,
  header: readonly string[],
  row: (job: JobView) => readonly string[],
): Promise<ExitCode> {
  const limit = wholeNumber("limit", options.limit ?? DEFAULT_LIMIT, 1, MAX_LIMIT);
  const found = await findJobs(api, { status, pipeline: options.pipeline, limit });
  if (options.json === true) terminal.print(JSON.stringify(found));
  else if (found.length > 0) printTable([header, ...found.map(row)], terminal);
  return EXIT.ok;
}

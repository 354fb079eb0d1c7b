import { HistoryView, JobView } from "../../shared/contracts/job.ts";
import { parseAs } from "../../shared/chain/schema.ts";
import type { Api } from "./api.ts";
import { CliError, EXIT } from "./exit.ts";

/**
 * What happens to the job, from its beginning, until it is finished; returns the finished job.
 * Throws CliError when the job is not there (any more), or when Guchi stays away.
 */
export async function* follow(api: Api, id: string): AsyncGenerator<HistoryView, JobView> {
  for await (const { event, data } of api.watch(id)) {
    if (event === "progress") continue;
    if (event !== "end") yield parseAs(HistoryView, data);
    else if (data.status === "purged") throw new CliError(EXIT.notFound, "Gone: The job was purged");
    else return parseAs(JobView, data);
  }
  throw new CliError(EXIT.unreachable, `The connection to Guchi keeps breaking; the job is ${id}`);
}

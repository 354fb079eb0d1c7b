import type { JobClient } from "@guchi/chain/client.ts";
import type { JobIndex } from "@guchi/chain/job/job-index.ts";
import type { Flood } from "@guchi/contracts/admin.ts";
import { namedUser } from "../../load/named-user.ts";
import { readHeadOrNone } from "./read-head.ts";

/** Fewer unfinished jobs than this are nobody's flood. */
const LEAST = 10;

interface Deps {
  readonly client: Pick<JobClient, "findHead">;
  readonly index: Pick<JobIndex, "page">;
  readonly pipelines: readonly string[];
  /** Unfinished jobs that are looked at, the newest first: each whole record is read. */
  readonly most: number;
}

/** The user who has more than half of what is under way, if anybody has. */
export async function findFlood({ client, index, pipelines, most: limit }: Deps): Promise<Flood | undefined> {
  const places = await index.page({ pipelines, statuses: ["pending", "running"], limit });
  if (places.length < LEAST) return undefined;
  const counts = new Map<string, number>();
  for (const user of await Promise.all(places.map(({ id }) => userNamed(client, id)))) {
    if (user !== undefined) counts.set(user, (counts.get(user) ?? 0) + 1);
  }
  const [most] = [...counts].toSorted(([, a], [, b]) => b - a);
  if (most === undefined || most[1] < LEAST || most[1] * 2 <= places.length) return undefined;
  return { user: most[0], jobs: most[1], of: places.length };
}

/** What stands for the user of a job in lists; undefined: nobody's, or it cannot be read. */
export async function userNamed(client: Pick<JobClient, "findHead">, id: string): Promise<string | undefined> {
  return namedUser((await readHeadOrNone(client, id))?.input);
}

import { GuchiClient, type Patience } from "@guchi/client/client.ts";
import type { PipelineName, Turn } from "./turn.ts";

/** What this page asks of a pipeline; it reads answers by their form. */
interface Asked {
  readonly input: { readonly text: string; readonly user: string };
  readonly output: unknown;
  readonly results: Readonly<Record<string, unknown>>;
}

export type Api = GuchiClient<Readonly<Record<PipelineName, Asked>>>;

/** Whatever happens, it tries again: this page has nobody else to turn to. */
export function createApi(url: string, key: () => string | undefined): Api {
  return new GuchiClient({ url, key, patienceMs: Number.POSITIVE_INFINITY });
}

/** The id of the turn's job: the same one, however often this is called. */
export async function startJob(api: Api, turn: Turn, patience: Patience): Promise<string> {
  const { key, text, pipeline, user, job } = turn;
  if (job !== undefined) return job;
  const { id } = await api.start(pipeline, { text, user }, { idempotencyKey: key, ...patience });
  return id;
}

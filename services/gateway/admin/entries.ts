import { BullMQAdapter } from "@bull-board/api/bullMQAdapter";
import type { JobClient } from "@guchi/chain/client.ts";
import type { Queues } from "@guchi/chain/queues.ts";

/** All that may be seen of a queue entry's data: where to look, and nothing of what anyone said. */
const SHOWN = new Set(["v", "job", "step"]);
/** So many jobs are remembered at a time: some pages of Bull Board. */
const MAX_REMEMBERED = 500;

interface Deps {
  readonly queues: Queues;
  readonly client: Pick<JobClient, "find">;
  /** In front of each path: empty, or one such as `/guchi`. */
  readonly basePath: string;
}

/**
 * A stage's queue as Bull Board shows it: beside each entry the pipeline, step and status of its
 * job, and the way to the job's page.
 */
export class StageQueue extends BullMQAdapter {
  readonly #client: Deps["client"];
  /** Job → its pipeline and status at the last look. */
  readonly #about = new Map<string, string>();

  constructor(stage: string, { queues, client, basePath }: Deps) {
    super(queues.get(stage), {
      description: `Stage ${stage}`,
      externalJobUrl: ({ data }) => ({ displayText: "Job", href: `${basePath}/jobs/${entryOf(data).job}` }),
    });
    this.#client = client;
    // Our own payloads hold nothing private; this is for what anyone might add by hand or by
    // mistake.
    this.setFormatter("data", redacted);
    this.setFormatter("name", ({ data }: { readonly data: unknown }) => {
      const { job, step } = entryOf(data);
      return [step, this.#about.get(job)].filter((part) => part !== undefined && part !== "").join(" · ");
    });
  }

  override async getJob(id: string) {
    const entry = await super.getJob(id);
    if (entry !== undefined) await this.#look([entry.data]);
    return entry;
  }

  override async getJobs(...wanted: Parameters<BullMQAdapter["getJobs"]>) {
    const entries = await super.getJobs(...wanted);
    await this.#look(entries.map(({ data }) => data));
    return entries;
  }

  /** What cannot be read is left out: this page is looked at when something is wrong. */
  async #look(entries: readonly unknown[]): Promise<void> {
    if (this.#about.size > MAX_REMEMBERED) this.#about.clear();
    const jobs = new Set(entries.map((data) => entryOf(data).job));
    await Promise.all(
      [...jobs].map(async (job) => {
        const record = await this.#client.find(job).catch(() => undefined);
        this.#about.set(job, record === undefined ? "gone" : `${record.pipeline} · ${record.status}`);
      }),
    );
  }
}

/** The job and step that an entry names; empty where somebody added another kind of entry. */
function entryOf(data: unknown): { readonly job: string; readonly step: string } {
  const { job = "", step = "" } =
    typeof data === "object" && data !== null ? Object.fromEntries(Object.entries(data)) : {};
  return { job: String(job), step: String(step) };
}

function redacted(data: unknown): unknown {
  if (typeof data !== "object" || data === null) return "[redacted]";
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, SHOWN.has(key) ? value : "[redacted]"]));
}

import type { StageState } from "@guchi/client/client.ts";
import type { Api } from "./api.ts";
import { partOf, type Turn } from "./turn.ts";
import type { Part } from "./words/words.ts";

/** After so long without news it is said why, in ms, and looked again after so long. */
const STILL_MS = 15_000;
const AGAIN_MS = 10_000;

/** Why something stands still. */
export interface Why {
  readonly kind: "slow" | "nobody" | "paused" | "queue";
  /** None of a step that is no part of the answer. */
  readonly part: Part | undefined;
  /** How many wait. */
  readonly count: number;
}

/** Knows since when each message has not moved, and finds out why. */
export class Waiting {
  readonly #api: Api;
  readonly #askAt = new Map<string, number>();

  constructor(api: Api) {
    this.#api = api;
  }

  moved(key: string): void {
    this.#askAt.set(key, Date.now() + STILL_MS);
  }

  /** Undefined as long as there is nothing to say. Never rejects. */
  async why({ key, job: id }: Turn): Promise<Why | undefined> {
    if (id === undefined || Date.now() < (this.#askAt.get(key) ?? 0)) return undefined;
    this.#askAt.set(key, Date.now() + AGAIN_MS);
    try {
      const [job, { stages }] = await Promise.all([
        this.#api.get(id, { patienceMs: 0 }),
        this.#api.stages({ patienceMs: 0 }),
      ]);
      const next = job.stages.find(({ status }) => status === "pending" || status === "running");
      const stage = stages.find(({ name }) => name === next?.stage);
      return { part: partOf(next?.name), kind: kindOf(stage), count: stage?.waiting ?? 0 };
    } catch {
      return undefined;
    }
  }
}

function kindOf(stage: StageState | undefined): Why["kind"] {
  if (stage === undefined) return "slow";
  if (stage.workers === 0) return "nobody";
  if (stage.paused) return "paused";
  return stage.waiting === 0 ? "slow" : "queue";
}

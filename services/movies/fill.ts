import { setImmediate, setTimeout as sleep } from "node:timers/promises";
import type { Metrics } from "@guchi/chain/telemetry/metrics.ts";
import type { Budget } from "@guchi/providers/budget.ts";
import { firstToAnswer } from "@guchi/providers/first-to-answer.ts";
import type { ProviderLog } from "@guchi/providers/log-codes.ts";
import { filmVector } from "./choose.ts";
import { textOf, type StoredFilm } from "./films/film.ts";
import type { MoviesLog } from "./log-codes.ts";
import type { EmbeddingProvider } from "./providers/provider.ts";
import { olderSpaces } from "./spaces.ts";
import type { FilmStore } from "./store/store.ts";

/** How often films are looked for that an import brought, in ms. */
const LOOK_EVERY_MS = 20_000;
/** Rest after a failure, in ms. */
const REST_MS = 60_000;

export interface Filling {
  readonly store: FilmStore;
  readonly providers: readonly EmbeddingProvider[];
  readonly budget?: Budget | undefined;
  readonly log: MoviesLog & ProviderLog;
  readonly metrics: Metrics;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/**
 * Gives every film a vector of each provider's model, a batch at a time between other work: after
 * an import, and when a model is another one than before. A paid batch counts in the budget of the
 * day. Resolves when the signal aborts; a failure is logged and tried again.
 */
export async function keepFilling(filling: Filling): Promise<void> {
  const { signal } = filling;
  while (!signal.aborted) {
    const restMs = await fillAll(filling);
    await sleep(restMs, undefined, { signal }).catch(() => undefined);
  }
}

/** Fills until nothing lacks; how long to rest then, in ms. */
async function fillAll(filling: Filling): Promise<number> {
  let restMs = LOOK_EVERY_MS;
  for (const provider of filling.providers) {
    try {
      await fill(provider, filling);
    } catch (error) {
      if (filling.signal.aborted) break;
      const about = { code: "films.not_embedded", err: error, model: provider.model } as const;
      filling.log.warn(about, "films could not be embedded; it goes on in a minute");
      restMs = REST_MS;
    }
  }
  return restMs;
}

/** Gives every film that lacks one a vector of this provider's model; then older ones go. */
async function fill(provider: EmbeddingProvider, filling: Filling): Promise<void> {
  const { store, signal, log } = filling;
  const { model } = provider;
  for (let done = 0; ;) {
    signal.throwIfAborted();
    const films = await store.lacking(model, provider.batch);
    if (films.length === 0) {
      if (done > 0) log.info({ code: "films.embedded", model, films: done }, "films were embedded");
      break;
    }
    const vectors = await embedded(provider, films, filling);
    await store.addVectors(
      model,
      films.flatMap((film, at) => {
        const about = vectors[at];
        return about === undefined ? [] : [{ film, vector: filmVector(about, film) }];
      }),
    );
    done += films.length;
    await setImmediate(); // jobs first
  }
  for (const older of await olderSpaces(provider, store)) await store.dropSpace(older);
}

async function embedded(
  provider: EmbeddingProvider,
  films: readonly StoredFilm[],
  { budget, log, metrics, signal }: Filling,
): Promise<readonly Float32Array[]> {
  const asking = {
    stage: "recommend",
    signal,
    log,
    metrics,
    attempt: 1,
    // No job pays for it: it counts in the budget of the day alone.
    paid: async () => undefined,
    refund: async () => undefined,
    partBudget: budget?.partBudget(),
  };
  const texts = films.map(textOf);
  const { model } = provider;
  const { answer } = await firstToAnswer([provider], asking, (each, call) => each.embed(texts, { ...call, model }));
  return answer;
}

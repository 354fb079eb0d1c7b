import { join } from "node:path";
import type { Running, Runtime } from "@guchi/platform/service/runtime.ts";
import { StartError } from "@guchi/platform/service/start-error.ts";
import { createBudget } from "@guchi/providers/budget.ts";
import { keepFilling } from "./fill.ts";
import { createFilmMemory, FILM_MEMORY_TTL_MS } from "./memory.ts";
import { createLocalEmbedding } from "./providers/local.ts";
import type { EmbeddingProvider } from "./providers/provider.ts";
import { providers as choice, type MoviesSettings, type settings } from "./settings.ts";
import { createRecommendStage } from "./stage.ts";
import { loadStarter } from "./starter.ts";
import { openSqliteVec } from "./store/sqlite-vec.ts";
import { StoreError, type FilmStore } from "./store/store.ts";

/** Starts the worker of `recommend`, over the films in DATA_DIR. */
export async function start(runtime: Runtime<typeof settings>): Promise<Running> {
  const { config, redis, log, metrics } = runtime;
  const local = createLocalEmbedding();
  const store = await openFilms(filmsFile(config.DATA_DIR), local);
  const providers = await Promise.all(
    choice.of(config).map(async (name) => (name === "local" ? local : CREATE[name](config))),
  );
  const budget = createBudget(redis, config);
  // No longer than the job that told it.
  const ttlMs = Math.min(FILM_MEMORY_TTL_MS, config.JOB_TTL * 1_000);
  const memory = createFilmMemory(redis, { cipher: runtime.cipher, ttlMs });
  const rating = config.MOVIES_MAX_RATING;
  const running = await runtime.work(createRecommendStage({ store, providers, local, memory, budget, rating }));
  const stop = new AbortController();
  const all = [...new Set([local, ...providers])];
  const filling = keepFilling({ store, providers: all, budget, log, metrics, signal: stop.signal });
  return {
    close: async () => {
      stop.abort();
      await Promise.all([running.close(), filling]);
      store.close();
    },
  };
}

/** Where the films are kept. */
export function filmsFile(dataDir: string): string {
  return join(dataDir, "movies", "films.sqlite");
}

export async function openFilms(file: string, local: EmbeddingProvider): Promise<FilmStore> {
  try {
    const store = openSqliteVec(file);
    await loadStarter(store, local);
    return store;
  } catch (error) {
    if (error instanceof StoreError) throw new StartError(error.message, { cause: error });
    throw error;
  }
}

/** Each loaded only where it is used: OpenAI's SDK takes a third of a second and 34 MB. */
const CREATE = {
  async openai(config: MoviesSettings): Promise<EmbeddingProvider> {
    return (await import("./providers/openai.ts")).createOpenAiEmbedding(config);
  },
  async "own-model"(config: MoviesSettings): Promise<EmbeddingProvider> {
    return (await import("./providers/own-model.ts")).createOwnEmbedding(config);
  },
};

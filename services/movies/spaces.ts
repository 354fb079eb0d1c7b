import type { EmbeddingProvider } from "./providers/provider.ts";
import type { FilmStore } from "./store/store.ts";

/** A model answers once it knows this share of the films; the rest follows in the background. */
const ENOUGH = 0.9;

/**
 * By which model each provider is to be asked now: its own once enough films have a vector of it,
 * else an older one of the same provider, whose vectors are still there. One that has neither is
 * left out, and where all are, `local` answers with what it has.
 */
export async function modelsNow(
  providers: readonly EmbeddingProvider[],
  local: EmbeddingProvider,
  store: FilmStore,
): Promise<ReadonlyMap<EmbeddingProvider, string>> {
  const [spaces, films] = await Promise.all([store.spaces(), store.count()]);
  const ready = spaces.filter((space) => space.films >= films * ENOUGH).map(({ model }) => model);
  const found = providers.flatMap((provider): [EmbeddingProvider, string][] => {
    const older = provider.asksOlderModels ? ready.findLast((model) => isOf(provider, model)) : undefined;
    const model = ready.includes(provider.model) ? provider.model : older;
    return model === undefined ? [] : [[provider, model]];
  });
  return new Map(found.length === 0 ? [[local, local.model]] : found);
}

/** The vectors that nobody needs once `provider` has all of its own. */
export async function olderSpaces(provider: EmbeddingProvider, store: FilmStore): Promise<readonly string[]> {
  const spaces = await store.spaces();
  return spaces.map(({ model }) => model).filter((model) => isOf(provider, model) && model !== provider.model);
}

function isOf({ name }: EmbeddingProvider, model: string): boolean {
  return model.startsWith(`${name}/`);
}

import { filmVector } from "./choose.ts";
import { textOf, type StoredFilm } from "./films/film.ts";
import type { EmbeddingProvider } from "./providers/provider.ts";
import type { FilmStore, ImportProgress } from "./store/store.ts";

/**
 * Puts films into the store with vectors by our own embedding, in one write; with `progress`, how
 * far an import has come with them.
 */
export async function putFilms(
  films: readonly StoredFilm[],
  {
    store,
    local,
    progress,
  }: { readonly store: FilmStore; readonly local: EmbeddingProvider; readonly progress?: ImportProgress },
): Promise<void> {
  const { model } = local;
  const { signal } = new AbortController();
  const abouts = await local.embed(films.map(textOf), { signal, pay: async () => undefined, softer: false, model });
  const vectors = films.map((film, at) => filmVector(abouts[at] ?? new Float32Array(), film));
  await store.put({ films, vectors, model, ...(progress !== undefined && { progress }) });
}

import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { readStarter, STARTER_FILE } from "./films/starter.ts";
import type { EmbeddingProvider } from "./providers/provider.ts";
import { putFilms } from "./put-films.ts";
import type { FilmStore } from "./store/store.ts";

/**
 * Puts the films that Guchi brings along into a store that does not have them, with vectors by
 * `local`, in one write: one to two seconds. A store that had them once is left as it is.
 */
export async function loadStarter(store: FilmStore, local: EmbeddingProvider): Promise<void> {
  const text = await readFile(STARTER_FILE, "utf8");
  const file = `starter ${createHash("sha256").update(text).digest("hex")}`;
  if ((await store.importProgress(file)) !== undefined) return;
  const films = readStarter(text);
  const progress = { file, bytes: text.length, lines: films.length, stored: films.length, bad: 0 };
  await putFilms(films, { store, local, progress });
}

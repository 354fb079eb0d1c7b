import { openSqliteVec } from "../store/sqlite-vec.ts";
import { local, testFilm } from "./films.ts";

/** Writes a hundred films at a time until it is killed: `endless-write.ts FILE`. */
const store = openSqliteVec(process.argv[2] ?? "");
for (let write = 0; ; write += 1) {
  const films = Array.from({ length: 100 }, (_, at) => testFilm(`written-${write}-${at}`));
  const vectors = films.map(() => new Float32Array(128 + 256 + 13).fill(1));
  await store.put({ films, vectors, model: local.model });
}

import { putFilms } from "../put-films.ts";
import { openSqliteVec } from "../store/sqlite-vec.ts";
import { local, testFilm } from "./films.ts";

/** Writes a hundred films at a time until it is killed: `endless-write.ts FILE`. */
const store = openSqliteVec(process.argv[2] ?? "");
for (let write = 0; ; write += 1) {
  const films = Array.from({ length: 100 }, (_, at) => testFilm(`written-${write}-${at}`));
  await putFilms(films, { store, local });
}

import { once } from "node:events";
import { createWriteStream, readFileSync } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { finished } from "node:stream/promises";
import { rankFilms } from "../../services/movies/choose.ts";
import { readStarter, STARTER_FILE } from "../../services/movies/films/starter.ts";
import { importFilms } from "../../services/movies/import/import.ts";
import { createLocalEmbedding } from "../../services/movies/providers/local.ts";
import { openSqliteVec } from "../../services/movies/store/sqlite-vec.ts";
import { wishOf } from "../../services/movies/understanding/wish.ts";
import { testCall } from "../../shared/providers/testing/stage-context.ts";

/**
 * What a store of films costs: import, size on disk, memory, and a search for the nearest and the
 * farthest, over so many films: `BENCH_FILMS=200,10000,100000`.
 */
const SIZES = (process.env["BENCH_FILMS"] ?? "200,10000,100000").split(",").map(Number);
const SEARCHES = 15;
const MB = 1_000_000;

const starter = readStarter(readFileSync(STARTER_FILE, "utf8"));
const local = createLocalEmbedding();
const call = { ...testCall(), model: local.model };
const asked = "雨の日に観る静かな映画";
const [about = new Float32Array()] = await local.embed([asked], call);

for (const count of SIZES) {
  const folder = await mkdtemp(join(tmpdir(), "guchi-bench-"));
  const file = join(folder, "films.jsonl");
  await write(file, count);
  const path = join(folder, "films.sqlite");
  const store = openSqliteVec(path);
  let mostRss = 0;
  const begun = performance.now();
  for await (const _event of importFilms({ file, store, local, signal: call.signal })) {
    mostRss = Math.max(mostRss, process.memoryUsage.rss());
  }
  const seconds = (performance.now() - begun) / 1_000;
  const search = async (mode: "nearest" | "farthest") => {
    const times: number[] = [];
    for (let time = 0; time < SEARCHES; time += 1) {
      const from = performance.now();
      await rankFilms({ store, model: local.model, about, wish: wishOf(asked), mode }, { rating: "pg12" });
      times.push(performance.now() - from);
    }
    return times.toSorted((a, b) => a - b)[Math.floor(SEARCHES / 2)] ?? 0;
  };
  const [nearest, farthest] = [await search("nearest"), await search("farthest")];
  store.close();
  const { size } = await stat(path);
  process.stdout.write(
    `${count} films: import ${Math.round(count / seconds)}/s, most memory ${Math.round(mostRss / MB)} MB, ` +
      `disk ${Math.round(size / MB)} MB, p50 nearest ${nearest.toFixed(1)} ms, farthest ${farthest.toFixed(1)} ms\n`,
  );
  await rm(folder, { recursive: true });
}

/** So many films, made of the starter's: other keys, and reviews that differ. */
async function write(file: string, count: number): Promise<void> {
  const stream = createWriteStream(file);
  for (let at = 0; at < count; at += 1) {
    const film = starter[at % starter.length];
    const other = starter[(at * 7 + 3) % starter.length];
    if (film === undefined || other === undefined) continue;
    const review = { ja: film.review.ja + other.review.ja, en: `${film.review.en} ${other.review.en}` };
    const line = `${JSON.stringify({ ...film, key: `film-${at}`, review })}\n`;
    if (!stream.write(line)) await once(stream, "drain");
  }
  stream.end();
  await finished(stream);
}

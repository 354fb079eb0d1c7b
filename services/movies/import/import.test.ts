import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { until } from "@guchi/chain/testing/until.ts";
import { filmsFile } from "../start.ts";
import { openSqliteVec } from "../store/sqlite-vec.ts";
import { testFilm } from "../testing/films.ts";
import type { ImportEvent } from "./import.ts";
import { importFilmsHere, progressText } from "./import-here.ts";

let folder: string;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "guchi-import-"));
});
after(() => rm(folder, { recursive: true, force: true }));

let count = 0;
/** A data directory of its own, and a file in it. */
async function fileOf(ending: "csv" | "jsonl", text: string) {
  const dir = await mkdtemp(join(folder, "data-"));
  const file = join(dir, `films-${(count += 1)}.${ending}`);
  await writeFile(file, text);
  return { dir, file };
}

async function importAll({ dir, file }: Awaited<ReturnType<typeof fileOf>>) {
  const events: ImportEvent[] = [];
  for await (const event of importFilmsHere(file, new AbortController().signal, { DATA_DIR: dir })) events.push(event);
  const bad = events.flatMap((event) => (event.type === "bad" ? [`${event.line} ${event.reason}`] : []));
  const last = events.findLast((event) => event.type === "progress") ?? assert.fail("it told no progress");
  return { bad, last, text: progressText(last) };
}

async function filmIn(dir: string, key: string) {
  const store = openSqliteVec(filmsFile(dir));
  const film = await store.get(key);
  store.close();
  return film;
}

const json = (...films: readonly unknown[]) => films.map((film) => `${JSON.stringify(film)}\n`).join("");

describe("an import of films", () => {
  it("stores the films of JSON Lines, and tells each bad line with its number and why", async () => {
    const text = `${json(testFilm("one"))}{"key": \n\n${json({ ...testFilm("two"), year: "2000" }, testFilm("three"))}${JSON.stringify(testFilm("last"))}`;
    const given = await fileOf("jsonl", text);
    const { bad, last } = await importAll(given);
    assert.deepEqual(bad, ["2 is no JSON", "4 /year must be a whole number from 1880 to 2200"]);
    assert.deepEqual([last.stored, last.bad, last.lines, last.bytes], [3, 2, 6, last.size]);
    assert.deepEqual(await filmIn(given.dir, "last"), testFilm("last"));
  });

  it("reads CSV with quotes, line breaks in them, lists, and one text for both languages", async () => {
    const text = [
      "\uFEFFkey,title_ja,title_en,year,director,country,genres,moods,keywords_ja,keywords_en,minutes,rating,review",
      '"a","猫、""と"" 犬",Cat,1999,Someone,JP|US,drama|comedy,calm,猫|犬,a cat,90,all,"two\nlines"',
      "b,短い,Short,1999,Someone,JP,drama,,,,90,all",
      "c,変,Odd,1999,Someone,JP,no-such-genre,,,,90,all,text",
      'd,最後,Last,1999,Someone,JP,drama,,,,90,all,"never closed',
    ].join("\r\n");
    const given = await fileOf("csv", text);
    const { bad } = await importAll(given);
    assert.deepEqual(bad, [
      "4 has 12 fields, not 13",
      "5 /genres/0 must be the id of a genre",
      "6 has a quote that is not closed",
    ]);
    const film = await filmIn(given.dir, "a");
    assert.deepEqual([film?.title.ja, film?.country, film?.review.en], ['猫、"と" 犬', ["JP", "US"], "two\nlines"]);
    assert.deepEqual(film?.keywords, { ja: ["猫", "犬"], en: ["a cat"] });
  });

  it("keeps of several films with one key the last, and begins anew when it was whole", async () => {
    const given = await fileOf("jsonl", json(testFilm("a"), testFilm("a", { year: 1980 })));
    const first = await importAll(given);
    const again = await importAll(given);
    assert.equal((await filmIn(given.dir, "a"))?.year, 1980);
    assert.deepEqual(again.last, first.last);
  });

  it("refuses in one line a file that is not there, of another kind, or with a header that cannot be one", async () => {
    const refusals: readonly (readonly [Awaited<ReturnType<typeof fileOf>>, RegExp])[] = [
      [{ dir: folder, file: join(folder, "none.csv") }, /ENOENT.*none\.csv/],
      [{ dir: folder, file: import.meta.filename }, /must end in \.jsonl or \.csv/],
      [await fileOf("csv", "key,colour\n"), /its first line has a column "colour"/],
      [await fileOf("csv", ""), /is empty/],
    ];
    for (const [given, line] of refusals) {
      await assert.rejects(importAll(given), (error: Error) => error.name === "StartError" && line.test(error.message));
    }
  });

  it("goes on behind its last write when it is killed in the middle", { timeout: 60_000 }, async () => {
    const films = Array.from({ length: 1_500 }, (_, at) => testFilm(`film-${at}`));
    const given = await fileOf("jsonl", `no film\n${json(...films)}`);
    const stored = async () => {
      const store = openSqliteVec(filmsFile(given.dir));
      const found = await store.count();
      store.close();
      return found;
    };
    const child = fork(new URL("import-here.ts", import.meta.url), [given.file], {
      env: { ...process.env, DATA_DIR: given.dir },
      stdio: "ignore",
      execArgv: [],
    });
    await until("some films", async () => (await filmIn(given.dir, "film-199")) !== undefined, 30_000);
    child.kill("SIGKILL");
    await new Promise((resolve) => child.once("exit", resolve));
    const halfway = await stored();
    assert.equal(await filmIn(given.dir, "film-1499"), undefined, "it was not over");
    const { bad, last } = await importAll(given);
    assert.deepEqual(bad, [], "the bad line was told before");
    assert.deepEqual([last.stored, last.bad, last.lines], [1_500, 1, 1_501]);
    assert.ok((await stored()) > halfway);
    assert.deepEqual(await filmIn(given.dir, "film-1499"), films.at(-1));
  });
});

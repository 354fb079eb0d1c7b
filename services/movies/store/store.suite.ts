import assert from "node:assert/strict";
import { afterEach, beforeEach, describe, it } from "node:test";
import type { StoredFilm } from "../films/film.ts";
import { testFilm } from "../testing/films.ts";
import type { FilmFilter, FilmStore } from "./store.ts";

const MODEL = "test/one";
const vector = (...numbers: readonly number[]) => Float32Array.from(numbers);

/** What the stage relies on, wherever the films are kept. Every driver's test runs it. */
export function testFilmStore(name: string, create: () => Promise<FilmStore>): void {
  describe(`${name} as a store of films`, () => {
    let store: FilmStore;
    beforeEach(async () => {
      store = await create();
    });
    afterEach(() => store.close());

    const put = (films: readonly StoredFilm[], vectors: readonly Float32Array[], model = MODEL) =>
      store.put({ films, vectors, model });
    const keys = async (order: "nearest" | "farthest", filter: FilmFilter = { rating: "r18" }, limit = 10) => {
      const found = await store.search({ model: MODEL, vector: vector(1, 0), order, filter, limit });
      return found.map(({ film }) => film.key);
    };
    const directed = async (...names: string[]) => (await store.directedBy(names)).map(({ key }) => key);
    const titled = async (...titles: string[]) => (await store.titled(titles)).map(({ key }) => key).toSorted();

    it("is empty at first, and says so", async () => {
      assert.equal(await store.count(), 0);
      assert.deepEqual(await store.spaces(), []);
      assert.deepEqual(await keys("nearest"), []);
      assert.equal(await store.get("a"), undefined);
    });

    it("gives films as they were put", async () => {
      const film = testFilm("a", { title: { ja: "『猫』と\u0000'\"", en: "🎬" } });
      await put([film], [vector(1, 0)]);
      assert.deepEqual(await store.get("a"), film);
    });

    it("finds the nearest and the farthest by cosine, whatever the length", async () => {
      const films = ["same", "close", "across", "opposite"].map((key) => testFilm(key));
      await put(films, [vector(5, 0), vector(1, 1), vector(0, 0.1), vector(-3, 0)]);
      assert.deepEqual(await keys("nearest"), ["same", "close", "across", "opposite"]);
      assert.deepEqual(await keys("farthest"), ["opposite", "across", "close", "same"]);
      assert.deepEqual(await keys("farthest", { rating: "r18" }, 1), ["opposite"]);
      const found = await store.search({
        model: MODEL,
        vector: vector(1, 0),
        order: "nearest",
        filter: { rating: "r18" },
        limit: 9,
      });
      const expected = [1, Math.SQRT1_2, 0, -1];
      for (const [at, { similarity }] of found.entries()) assert.ok(Math.abs(similarity - (expected[at] ?? 9)) < 1e-6);
    });

    it("looks only at films that come into question", async () => {
      const films = [
        testFilm("old", { year: 1950, minutes: 200, country: ["FR"], genres: ["war"] }),
        testFilm("new", { year: 2010, minutes: 90, country: ["JP", "US"], genres: ["comedy", "war"] }),
        testFilm("adult", { rating: "r18" }),
        testFilm("teen", { rating: "pg12" }),
      ];
      await put(
        films,
        films.map(() => vector(1, 0)),
      );
      const rating = "r18" as const;
      const table: readonly (readonly [FilmFilter, readonly string[]])[] = [
        [{ rating: "all" }, ["new", "old"]],
        [{ rating: "pg12" }, ["new", "old", "teen"]],
        [{ rating, years: { from: 1950, to: 1959 } }, ["old"]],
        [{ rating, maxMinutes: 90 }, ["new"]],
        [{ rating, minMinutes: 140 }, ["old"]],
        [{ rating, country: { codes: ["JP"], isWanted: true } }, ["adult", "new", "teen"]],
        [{ rating, country: { codes: ["JP"], isWanted: false } }, ["old"]],
        [{ rating, country: { codes: ["FR", "US"], isWanted: true } }, ["new", "old"]],
        [{ rating, country: { codes: ["FR", "US"], isWanted: false } }, ["adult", "teen"]],
        [{ rating, genres: ["comedy", "western"] }, ["new"]],
        [{ rating, notGenres: ["war"] }, ["adult", "teen"]],
        [{ rating, keys: ["adult", "old"] }, ["adult", "old"]],
        [{ rating, notKeys: ["adult", "old"] }, ["new", "teen"]],
        [{ rating: "all", maxMinutes: 90, genres: ["drama"] }, []],
      ];
      for (const [filter, expected] of table) {
        assert.deepEqual((await keys("nearest", filter)).toSorted(), expected, JSON.stringify(filter));
      }
    });

    it("finds films by how their title begins, without spaces and middle dots", async () => {
      const wars = testFilm("wars", { title: { ja: "スター・ウォーズ", en: "Star Wars" } });
      const two = testFilm("two", { title: { ja: "スター・ウォーズ 2", en: "Another" } });
      await put([testFilm("a"), wars, two], [vector(1, 0), vector(1, 0), vector(1, 0)]);
      assert.deepEqual(await titled("スターウォーズ"), ["two", "wars"]);
      assert.deepEqual(await titled("starwars", "nothing"), ["wars"]);
      assert.deepEqual(await titled(), []);
    });

    it("finds films by what calls them: a whole keyword, names as one word, or a word of one", async () => {
      const film = testFilm("a", {
        keywords: { ja: ["トム・ハンクス", "空港で暮らす"], en: ["Tom Hanks", "airport"] },
      });
      await put([film, testFilm("b")], [vector(1, 0), vector(1, 0)]);
      for (const word of ["トムハンクス", "ハンクス", "tomhanks", "hanks", "airport", "空港で暮らす"]) {
        assert.deepEqual(await store.calledBy([word, "nothing"]), ["a"], word);
      }
      assert.deepEqual(await store.calledBy(["tom", "空港", ""]), []);
      await put([testFilm("a")], [vector(1, 0)]);
      assert.deepEqual(await store.calledBy(["airport"]), []);
    });

    it("finds films by who made them: a name in Japanese, a foreigner's family name", async () => {
      const [ja, en] = ["アルフレッド・ヒッチコック", "Alfred Hitchcock"];
      const films = [
        testFilm("a"),
        testFilm("ran", { director: { ja: "黒澤明", en: "Akira Kurosawa" } }),
        testFilm("psycho", { director: { ja, en } }),
      ];
      await put(
        films,
        films.map(() => vector(1, 0)),
      );
      for (const name of ["ヒッチコック", "hitchcock"]) assert.deepEqual(await directed(name), ["psycho"]);
      for (const name of ["黒澤", "kurosawa"]) assert.deepEqual(await directed("nobody", name), ["ran"]);
      assert.deepEqual(await directed("アルフレッド", "akira"), []);
    });

    it("keeps one film for a key, and forgets what models made of its older text", async () => {
      await put([testFilm("a"), testFilm("b")], [vector(1, 0), vector(1, 0)]);
      await put([testFilm("a"), testFilm("b")], [vector(0, 1, 0), vector(0, 1, 0)], "test/two");
      const changed = testFilm("a", { year: 1990 });
      await put([changed], [vector(0, 1)]);
      assert.deepEqual(await store.get("a"), changed);
      assert.equal(await store.count(), 2);
      assert.deepEqual(await store.spaces(), [
        { model: MODEL, dimension: 2, films: 2 },
        { model: "test/two", dimension: 3, films: 1 },
      ]);
      assert.deepEqual(
        (await store.lacking("test/two", 9)).map(({ key }) => key),
        ["a"],
      );
    });

    it("fills a model's vectors in later, but not for a film that changed meanwhile, and drops them", async () => {
      const [a, b] = [testFilm("a"), testFilm("b")];
      await put([a, b], [vector(1, 0), vector(1, 0)]);
      assert.deepEqual(await store.lacking("test/two", 1), [a]);
      await put([testFilm("b", { year: 1980 })], [vector(1, 0)]);
      await store.addVectors("test/two", [
        { film: a, vector: vector(1, 2, 3) },
        { film: b, vector: vector(1, 2, 3) },
        { film: testFilm("gone"), vector: vector(1, 2, 3) },
      ]);
      assert.deepEqual(
        (await store.lacking("test/two", 9)).map(({ key }) => key),
        ["b"],
      );
      await store.dropSpace("test/two");
      assert.equal((await store.lacking("test/two", 9)).length, 2);
      assert.deepEqual(
        (await store.spaces()).map(({ model }) => model),
        [MODEL],
      );
    });

    it("refuses a vector of another length for a model, and keeps nothing of that write", async () => {
      await put([testFilm("a")], [vector(1, 0)]);
      const progress = { file: "f", bytes: 1, lines: 1, stored: 1, bad: 0 };
      const films = [testFilm("b"), testFilm("c")];
      const wrong = store.put({ films, vectors: [vector(1, 0), vector(1, 0, 0)], model: MODEL, progress });
      await assert.rejects(wrong, { name: "StoreError" });
      assert.equal(await store.count(), 1);
      assert.equal(await store.importProgress("f"), undefined);
      const search = {
        model: MODEL,
        vector: vector(1),
        order: "nearest",
        filter: { rating: "all" },
        limit: 1,
      } as const;
      await assert.rejects(store.search(search), { name: "StoreError" });
    });

    it("remembers how far an import has come", async () => {
      const progress = { file: "f", bytes: 10, lines: 2, stored: 1, bad: 1 };
      await store.put({ films: [testFilm("a")], vectors: [vector(1, 0)], model: MODEL, progress });
      assert.deepEqual(await store.importProgress("f"), progress);
      assert.equal(await store.importProgress("g"), undefined);
    });
  });
}

import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, it } from "node:test";
import { testFilm } from "../testing/films.ts";
import { openSqliteVec } from "./sqlite-vec.ts";
import { testFilmStore } from "./store.suite.ts";

const folder = mkdtempSync(join(tmpdir(), "guchi-films-"));
after(() => rmSync(folder, { recursive: true }));
let count = 0;
const path = () => join(folder, `new-${(count += 1)}`, "films.sqlite");

testFilmStore("sqlite-vec", async () => openSqliteVec(path()));

describe("films in a SQLite file", () => {
  it("are there when the file is opened again", async () => {
    const file = path();
    const first = openSqliteVec(file);
    await first.put({ films: [testFilm("a")], vectors: [Float32Array.of(1, 0)], model: "test/one" });
    first.close();
    const second = openSqliteVec(file);
    assert.equal(await second.count(), 1);
    second.close();
  });

  it("can be searched while another connection is in the middle of a write", async () => {
    const file = path();
    const [reader, writer] = [openSqliteVec(file), openSqliteVec(file)];
    await writer.put({ films: [testFilm("a")], vectors: [Float32Array.of(1, 0)], model: "test/one" });
    const { DatabaseSync } = await import("node:sqlite");
    const other = new DatabaseSync(file);
    other.exec("BEGIN IMMEDIATE; DELETE FROM vectors");
    const search = { model: "test/one", vector: Float32Array.of(1, 0), order: "nearest", limit: 5 } as const;
    assert.equal((await reader.search({ ...search, filter: { rating: "all" } })).length, 1);
    other.exec("ROLLBACK");
    for (const each of [other, reader, writer]) each.close();
  });

  it("that are none are refused in one line that names the file", () => {
    const file = join(folder, "broken.sqlite");
    writeFileSync(file, "no database".repeat(1_000));
    assert.throws(
      () => openSqliteVec(file),
      (error: Error) => {
        assert.equal(error.name, "StoreError");
        assert.match(error.message, /broken\.sqlite cannot be opened: .*not a database/);
        return !error.message.includes("\n");
      },
    );
  });
});

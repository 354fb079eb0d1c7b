import { testCall } from "@guchi/providers/testing/stage-context.ts";
import { rankFilms } from "../choose.ts";
import { openSqliteVec } from "../store/sqlite-vec.ts";
import { wishOf } from "../understanding/wish.ts";
import { local } from "./films.ts";

/** Searches until it is killed, and tells of its first answer: `endless-search.ts FILE`. */
const store = openSqliteVec(process.argv[2] ?? "");
const wish = wishOf("犬の映画");
const [about = new Float32Array()] = await local.embed(["犬の映画"], { ...testCall(), model: local.model });
for (let search = 0; ; search += 1) {
  await rankFilms({ store, model: local.model, about, wish, mode: "nearest" }, { rating: "all" });
  if (search === 0) process.send?.("searching");
}

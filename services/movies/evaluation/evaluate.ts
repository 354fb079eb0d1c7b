import { readFileSync } from "node:fs";
import { testContext } from "@guchi/providers/testing/stage-context.ts";
import { readStarter, STARTER_FILE } from "../films/starter.ts";
import { createRecommendStage } from "../stage.ts";
import { loadStarter } from "../starter.ts";
import { openSqliteVec } from "../store/sqlite-vec.ts";
import { local, testMemory } from "../testing/films.ts";
import { ngrams, ours, recall } from "./measure.ts";
import { readParaphrases, readRequests, type WrittenRequest } from "./tables.ts";

/**
 * `npm run evaluate:movies`: whether the film that somebody means is found, beside plain n-grams,
 * and what 40 people would be given, for a reader to judge.
 */
const films = readStarter(readFileSync(STARTER_FILE, "utf8"));
const paraphrases = readParaphrases();
for (const [name, ranking] of [
  ["ours", await ours()],
  ["n-grams", ngrams(films)],
] as const) {
  for (const language of ["ja", "en"]) {
    const own = paraphrases.filter((each) => each.language === language);
    const [one, five] = [await recall(ranking, own, 1), await recall(ranking, own, 5)];
    print(`${name.padEnd(8)} ${language}  first ${one}, among five ${five} of ${own.length}`);
  }
}

const store = openSqliteVec(":memory:");
await loadStarter(store, local);
const stage = createRecommendStage({ store, providers: [local], local, memory: testMemory(), rating: "pg12" });
for (const [index, request] of readRequests().entries()) {
  const { movie } = await stage.run(inputOf(request), testContext({ jobId: `request-${index}` }));
  const { film, mode, why } = movie ?? {};
  print(`\n${index + 1} ${request.mood}  ${request.text}`);
  print(`  ${mode} → ${film?.title.ja} / ${film?.title.en} (${film?.year})  ${why}`);
  print(`  makes sense: ${mode === "farthest" ? request.opposite : request.nearest}`);
}
store.close();

function inputOf({ mood, language, text }: WrittenRequest) {
  const label = mood === "angry" || mood === "sad" ? "negative" : mood === "happy" ? "positive" : "neutral";
  const heard = { label, score: 1, listens: false, grave: false, provider: "written" } as const;
  return { text, sentiment: { ...heard, language: language === "en" ? "en" : "ja" } as const };
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

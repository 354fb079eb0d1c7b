import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, before, describe, it } from "node:test";
import { parseAs } from "@guchi/chain/schema.ts";
import type { SentimentResult } from "@guchi/contracts/guchi.ts";
import type { Recommended } from "@guchi/contracts/movie.ts";
import { RecommendResult } from "@guchi/contracts/movie.ts";
import { testContext } from "@guchi/providers/testing/stage-context.ts";
import { readStarter, STARTER_FILE } from "./films/starter.ts";
import type { EmbeddingProvider } from "./providers/provider.ts";
import { putFilms } from "./put-films.ts";
import { createRecommendStage, type RecommendDependencies } from "./stage.ts";
import { openSqliteVec } from "./store/sqlite-vec.ts";
import type { FilmStore } from "./store/store.ts";
import { local, testFilm, testMemory } from "./testing/films.ts";

const starter = readStarter(readFileSync(STARTER_FILE, "utf8"));

const sentiment = (different: Partial<SentimentResult> = {}): SentimentResult => ({
  label: "neutral",
  score: 1,
  language: "ja",
  listens: false,
  grave: false,
  provider: "local",
  ...different,
});
const negative = sentiment({ label: "negative", listens: true });
const english = sentiment({ language: "en" });

const ids = ({ film }: Recommended) => film.genres.map(({ id }) => id);

let jobs = 0;
const newJob = () => `job-${(jobs += 1)}`;

describe("what she recommends", () => {
  let store: FilmStore;
  before(async () => {
    store = openSqliteVec(":memory:");
    await putFilms(starter, { store, local });
  });
  after(() => store.close());

  const stageOf = (different: Partial<RecommendDependencies> = {}) =>
    createRecommendStage({ store, providers: [local], local, memory: testMemory(), rating: "pg12", ...different });

  /** One answer of a stage, checked as the chain checks it. */
  async function ask(stage: ReturnType<typeof stageOf>, text: string, heard: SentimentResult, user?: string) {
    const context = testContext({ jobId: newJob() });
    const input = { text, sentiment: heard, ...(user !== undefined && { user }) };
    return parseAs(RecommendResult, await stage.run(input, context));
  }
  const filmFor = async (text: string, heard: SentimentResult, stage = stageOf()): Promise<Recommended> =>
    (await ask(stage, text, heard)).movie ?? assert.fail("no film");

  const titleFor = async (text: string) => (await filmFor(text, sentiment())).film.title.en;

  it("is to the talk's own sentence as far from a tear-jerking anime as Predator", async () => {
    for (let time = 0; time < 5; time += 1) {
      const given = await filmFor("お勧めの泣けるアニメ映画教えろ。全く嫌な気分だぜ。", negative);
      assert.equal(given.mode, "farthest");
      assert.ok(!ids(given).includes("animation") && !ids(given).includes("romance"), given.film.title.ja);
      assert.ok(ids(given).some((id) => ["action", "horror", "science-fiction", "samurai", "crime"].includes(id)));
      assert.ok(given.similarity < 0, `${given.similarity}`);
      assert.match(given.why, /^「泣ける」「アニメ」からいちばん遠い映画を選んだよ（.+）。(?:.+[てで]、)*.+一本。/);
    }
  });

  it("is the nearest to a message that is not negative, and says what matched", async () => {
    const cat = await filmFor("ネコが主人公の、怖くないやつ", sentiment());
    assert.equal(cat.mode, "nearest");
    assert.match(cat.film.title.en, /cat/i);
    assert.match(cat.why, /猫/);
    const dinosaurs = await filmFor("I want to see dinosaurs!", english);
    assert.match(dinosaurs.film.title.en, /Jurassic|Dinosaur/);
    assert.match(dinosaurs.why, /^A film for .*“dinosaurs?”.* \(.+\)\. It is .+\.$/);
  });

  it("is like a film that the message names, and never that one", async () => {
    for (const [text, title, genres] of [
      ["something like The Godfather", "The Godfather", ["crime", "drama"]],
      ["an anime like Your Name", "Your Name.", ["animation"]],
      ["ハリーポッター好きにおすすめの映画は？", "Harry Potter and the Philosopher's Stone", ["fantasy", "family"]],
      ["マトリックスみたいだけどもうちょっと新しいやつ", "The Matrix", ["science-fiction"]],
    ] as const) {
      const alike = await filmFor(text, sentiment());
      assert.notEqual(alike.film.title.en, title);
      assert.ok(
        genres.some((id) => ids(alike).includes(id)),
        `${text}: ${alike.film.title.en}`,
      );
    }
    for (const text of ["黒澤明以外の時代劇", "a samurai film not by Kurosawa"]) {
      const samurai = await filmFor(text, sentiment());
      assert.notEqual(samurai.film.director.en, "Akira Kurosawa", text);
      assert.ok(ids(samurai).includes("samurai"), text);
    }
  });

  it("is by the director whom the message names, or like theirs where none may be shown", async () => {
    for (const [text, director] of [
      ["anything by Hitchcock", "Alfred Hitchcock"],
      ["小津みたいな静かな映画", "Yasujiro Ozu"],
      ["ウェス・アンダーソンっぽいおしゃれなやつ", "Wes Anderson"],
      ["something Spielberg but not scary", "Steven Spielberg"],
    ] as const) {
      assert.equal((await filmFor(text, sentiment())).film.director.en, director, text);
    }
    const drawn = await filmFor("an animated film that is not Disney", sentiment());
    assert.ok(ids(drawn).includes("animation") && drawn.film.director.en !== "John Lasseter", drawn.film.title.en);
    const alike = await filmFor("タランティーノっぽい映画ある？", sentiment());
    assert.ok(ids(alike).includes("crime"), alike.film.title.en);
    for (const text of ["a movie about a king", "キングコングみたいなの"]) {
      assert.notEqual((await filmFor(text, sentiment())).film.director.en, "Paul King", text);
    }
  });

  it("has the very thing that is named rather than one of its sort", async () => {
    assert.match((await filmFor("ラーメン食べたくなる映画", sentiment())).film.title.en, /Tampopo|Udon/);
  });

  it("has all that is asked for at once, and what its review does not say", async () => {
    for (const [text, title] of [
      ["a western with a woman in the lead", "True Grit"],
      ["最後にどんでん返しがある法廷もの", "Witness for the Prosecution"],
      ["the one where a guy is stuck on an island with a volleyball", "Cast Away"],
    ] as const) {
      assert.equal((await filmFor(text, sentiment())).film.title.en, title, text);
    }
    const abroad = await filmFor("三谷幸喜みたいなドタバタで、海外のやつ", sentiment());
    assert.ok(!abroad.film.country.includes("JP"), abroad.film.title.en);
  });

  it("has who is named in it, however the name is written, and is the one that somebody tells of", async () => {
    assert.match(await titleFor("トムクルーズ"), /^Top Gun/);
    assert.match(
      await titleFor("Robin Williams was my childhood. Which one should I watch tonight?"),
      /Hunting|Aladdin|Dead/,
    );
    assert.match(
      await titleFor("オードリー・ヘプバーンを一本も観たことがない。どれがいい？"),
      /Lady|Million|Charade|Breakfast|Holiday/,
    );
    assert.equal(await titleFor("何回も同じ一日を繰り返す男の人のやつ、なんだっけ"), "Groundhog Day");
    assert.notEqual(await titleFor("ショーシャンクみたいな、最後に希望があるやつ"), "The Shawshank Redemption");
  });

  it("is no opposite to who asks for comfort, however bad the mood", async () => {
    const calm = await filmFor("上司のせいで最悪。静かで優しい映画で落ち着きたい", negative);
    assert.equal(calm.mode, "nearest");
    assert.equal((await filmFor("上司のせいで最悪。派手なアクションを", negative)).mode, "farthest");
  });

  it("keeps to the kind that a message names rather than to its year", async () => {
    assert.ok(ids(await filmFor("a western made after 2015", english)).includes("western"));
  });

  it("keeps to what a message names for sure", async () => {
    const sea = await filmFor("九十年代の日本映画で、白黒じゃなくて、海が出てくるもの", sentiment());
    assert.ok(sea.film.year >= 1990 && sea.film.year <= 1999 && sea.film.country.includes("JP"));
    const short = await filmFor("夜勤明けで頭ぐちゃぐちゃ。九十分で終わる、深く考えんでいいやつ", negative);
    assert.ok(short.film.minutes <= 97, `${short.film.minutes} min`);
    const kids = await filmFor("子どもと一緒に観られる冒険もの", sentiment());
    assert.equal(kids.film.rating, "all");
  });

  it("never gives a film of a higher class than the operator allows", async () => {
    const wild = "とにかく残酷で血まみれの暴力映画";
    assert.equal((await filmFor(wild, sentiment(), stageOf({ rating: "all" }))).film.rating, "all");
    const own = openSqliteVec(":memory:");
    await putFilms([testFilm("adult", { rating: "r18" })], { store: own, local });
    const heard = sentiment();
    assert.equal((await ask(stageOf({ store: own, rating: "r15" }), wild, heard)).movie, undefined);
    assert.equal((await filmFor(wild, heard, stageOf({ store: own, rating: "r18" }))).film.key, "adult");
    own.close();
  });

  it("is another film each time for one user, and goes on from the last request when asked for another", async () => {
    const stage = stageOf();
    const films: string[] = [];
    for (const text of ["猫の映画を教えて", "ほかには？", "もっと", "それはもう観た"]) {
      const { movie } = await ask(stage, text, sentiment(), "alice");
      assert.equal(movie?.mode, "nearest");
      assert.match(movie.why, /猫/, `${text}: ${movie.film.title.ja}`);
      films.push(movie.film.key);
    }
    assert.equal(new Set(films).size, 4);
    assert.match((await ask(stage, "猫の映画を教えて", sentiment(), "bob")).movie?.why ?? "", /猫/);
  });

  it("stays the opposite when another opposite is asked for", async () => {
    const stage = stageOf();
    await ask(stage, "泣ける映画。最悪な気分", negative, "alice");
    assert.equal((await ask(stage, "ほかには？", sentiment(), "alice")).movie?.mode, "farthest");
  });

  it("does not go on before others from what was asked alone", async () => {
    const stage = stageOf();
    await ask(stage, "猫の映画を教えて", sentiment(), "alice");
    const input = { text: "ほかには？", sentiment: sentiment(), user: "alice", beforeOthers: true };
    const given = parseAs(RecommendResult, await stage.run(input, testContext({ jobId: newJob() })));
    assert.doesNotMatch(given.movie?.why ?? "猫", /猫/);
  });

  it("is the same for the same job", async () => {
    const input = { text: "何か観たい", sentiment: sentiment() };
    assert.deepEqual(await stageOf().run(input, testContext()), await stageOf().run(input, testContext()));
  });

  it("is no film but gentle words where something grave happened, or in any doubt of danger", async () => {
    for (const heard of [{ grave: true }, { danger: { certain: false } }]) {
      const given = await ask(stageOf(), "母が亡くなった。何か映画を", { ...negative, ...heard });
      assert.equal(given.movie, undefined);
      assert.match(given.message, /一緒にいる|気持ち/);
      assert.ok("look" in given.picture && given.picture.look.scene === "quiet");
    }
  });

  it("says to the user and to the operator that there is no film", async () => {
    const empty = openSqliteVec(":memory:");
    const errors: unknown[] = [];
    const context = testContext();
    const log = Object.assign(Object.create(context.log), {
      error: (_about: unknown, text: string) => errors.push(text),
    });
    const stage = stageOf({ store: empty });
    const given = await stage.run({ text: "映画", sentiment: english }, { ...context, log });
    assert.match(given.message, /shelf is empty/);
    assert.match(String(errors), /the store is empty, or MOVIES_MAX_RATING/);
    empty.close();
    await assert.rejects(ask(stage, "映画", sentiment()), { code: "films_unavailable", class: "transient" });
  });

  it("is found by a provider whose vectors are there, by its older model's meanwhile, and else by our own", async () => {
    const own = openSqliteVec(":memory:");
    const films = starter.slice(0, 20);
    await putFilms(films, { store: own, local });
    const asked: string[] = [];
    const remote: EmbeddingProvider = {
      ...local,
      name: "remote",
      model: "remote/new",
      asksOlderModels: true,
      async embed(texts, call) {
        asked.push(call.model);
        return local.embed(texts, { ...call, model: local.model });
      },
    };
    const stage = stageOf({ store: own, providers: [remote] });
    const by = async () => (await ask(stage, "海", sentiment())).provider;
    assert.equal(await by(), "local");
    const add = (model: string) => putFilms(films, { store: own, local: { ...local, model } });
    await add("remote/old");
    assert.deepEqual([await by(), asked], ["remote", ["remote/old"]]);
    await add("remote/new");
    assert.deepEqual([await by(), asked.at(-1)], ["remote", "remote/new"]);
    own.close();
  });
});

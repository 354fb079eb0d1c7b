import { createHash } from "node:crypto";
import { StageError } from "@guchi/chain/errors.ts";
import { defineStage, type StageContext } from "@guchi/chain/stage.ts";
import { isSpoken, type Language } from "@guchi/contracts/language.ts";
import { Rating, type RecommendMode, type RecommendResult } from "@guchi/contracts/movie.ts";
import { recommend } from "@guchi/contracts/stage-contracts.ts";
import { afterPaying } from "@guchi/providers/after-paying.ts";
import type { Budget } from "@guchi/providers/budget.ts";
import { answerWithinBudget, type AnsweredWithin } from "@guchi/providers/within-budget.ts";
import { chooseFilm, type Chosen } from "./choose.ts";
import type { MoviesLog } from "./log-codes.ts";
import type { FilmMemory, Told } from "./memory.ts";
import { textOf, type StoredFilm } from "./films/film.ts";
import { filmsMissing, filmsRecommended } from "./metrics.ts";
import { pick } from "./pick.ts";
import type { EmbeddingProvider } from "./providers/provider.ts";
import { modelsNow } from "./spaces.ts";
import { StoreError, type FilmStore } from "./store/store.ts";
import { asksForAnother } from "./understanding/another.ts";
import { directorsIn, filmsAskedFor, isLikenessOf, isNamesake } from "./understanding/directors.ts";
import { plain } from "./understanding/lexicon.ts";
import { isCalled, titlesIn } from "./understanding/named.ts";
import { isFrom } from "./understanding/places.ts";
import { namesIn } from "./understanding/rare.ts";
import { wishOf, type Wish } from "./understanding/wish.ts";
import { filmView, sentence, whyOf } from "./words/compose.ts";
import { herPicture, posterOf } from "./words/picture.ts";
import { GENTLE, NO_OTHER, NOTHING } from "./words/words.ts";

export interface RecommendDependencies {
  readonly store: FilmStore;
  /** Asked in this order until one embeds. */
  readonly providers: readonly EmbeddingProvider[];
  /** Embeds when the budget of the day forbids a paid call, and while others know no films. */
  readonly local: EmbeddingProvider;
  readonly memory: FilmMemory;
  /** The highest class that may be shown. */
  readonly rating: Rating;
  /** Undefined where nothing is limited. */
  readonly budget?: Budget | undefined;
}

/** What a message comes to, together with what was said before it. */
interface Request {
  readonly text: string;
  readonly mode: RecommendMode;
}

/**
 * The film that is nearest to a message, or the very opposite where the message is negative. With a
 * `user`, no film comes twice while another fits, and 「ほかには？」 goes on from the last request. What
 * is grave, and any doubt of danger, gets gentle words and no film. The same job gives the same
 * film.
 */
export function createRecommendStage({ store, providers, local, memory, rating, budget }: RecommendDependencies) {
  async function embed(text: string, context: StageContext): Promise<AnsweredWithin<Embedded>> {
    const models = await modelsNow(providers, local, store);
    const spending = { partBudget: budget?.partBudget(), freeProvider: local };
    return answerWithinBudget([...models.keys()], context, spending, async (each, call) => {
      const model = models.get(each) ?? each.model;
      const [about] = await each.embed([text], { ...call, model });
      return { model, about: about ?? new Float32Array() };
    });
  }

  return defineStage(recommend, {
    retry: { attempts: 4, backoffMs: 500, maxBackoffMs: 30_000 },
    // Two engines at the longest RECOMMEND_CALL_TIMEOUT (10 s), and the local one.
    timeoutMs: 25_000,
    async run({ text, user, beforeOthers = false, sentiment }, context): Promise<RecommendResult> {
      const { jobId: job } = context;
      const language = isSpoken(sentiment.language) ? sentiment.language : "en";
      if (sentiment.grave || sentiment.danger !== undefined) {
        return withoutFilm(pick(GENTLE[language], chanceOf(job, "words")) ?? "", language, true);
      }
      return ofStore(async () => {
        const before = user === undefined ? [] : await memory.before(user, job);
        // A film that should be sad makes no request a complaint, though it may sound like one.
        // Nor does one that asks for comfort, or for a thing, want the opposite of it.
        const said = await wishFrom(text, store, rating);
        const isNegative = sentiment.label === "negative" && !said.isPlainRequest && !said.isMetInAnyMood;
        const request = requestOf({ text, isNegative, before, beforeOthers });
        const wish = request.text === text ? said : await wishFrom(request.text, store, rating);
        const answered = await embed([request.text, ...wish.alike.map(textOf)].join("\n"), context);
        const { provider, notice } = answered;
        const { mode } = request;
        const told = before.map(({ film }) => film);
        const chance = chanceOf(job, "film");
        const chosen = await chooseFilm({ store, ...answered.answer, wish, mode, rating, told, chance });
        if (chosen === undefined) return nothing(language, told.length > 0, context);
        if (user !== undefined) {
          const note = { film: chosen.film.key, request: request.text, mode, beforeOthers };
          await afterPaying(answered, context.signal, () => memory.remember(user, job, note));
        }
        context.metrics.count(filmsRecommended, { mode });
        const manner = { mode, language, chance: chanceOf(job, "words") };
        return { ...recommended(chosen, wish, manner), provider, ...(notice !== undefined && { notice }) };
      });
    },
  });
}

interface Embedded {
  readonly model: string;
  readonly about: Float32Array;
}

/** Longest request that is gone on from, in UTF-16 units. */
const LONGEST_REQUEST = 1_000;

function requestOf({
  text,
  isNegative,
  before,
  beforeOthers,
}: {
  readonly text: string;
  readonly isNegative: boolean;
  readonly before: readonly Told[];
  readonly beforeOthers: boolean;
}): Request {
  // What was asked when nobody else read it is not gone on from before others.
  const last = before.findLast((each) => each.beforeOthers || !beforeOthers);
  if (last === undefined || !asksForAnother(text)) {
    return { text: text.slice(0, LONGEST_REQUEST), mode: isNegative ? "farthest" : "nearest" };
  }
  const mode = isNegative ? "farthest" : last.mode;
  return { text: `${last.request}\n${text}`.slice(0, LONGEST_REQUEST), mode };
}

/** What is asked for, with the films that it should be like, or by whom. */
async function wishFrom(text: string, store: FilmStore, highest: Rating): Promise<Wish> {
  const by = await withoutNamesakes(filmsAskedFor(text, await store.directedBy(directorsIn(text))), text, store);
  const shown = by.filter(({ rating }) => Rating.enum.indexOf(rating) <= Rating.enum.indexOf(highest));
  const titles = titlesIn(text);
  const films = titles.length === 0 ? [] : await store.titled(titles);
  // The longest title is the one that is meant: 「スター・ウォーズ」, and no other 「ウォーズ」.
  const title = titles.find((each) => films.some((film) => isCalled(film, each)));
  if (title !== undefined)
    return wishOf(text, { title, alike: films.filter((film) => isCalled(film, title)), by: shown });
  const wish = wishOf(text, { by: shown });
  // Where none of theirs may be shown, or is from the right place, one like theirs is nearest.
  const { country } = wish.facts;
  const isElsewhere = (film: StoredFilm) =>
    isLikenessOf(wish.letters, film.director) && country !== undefined && !isFrom(film, country);
  return shown.length > 0 && !shown.every(isElsewhere) ? wish : wishOf(text, { alike: by });
}

/** Without films by one whose family name is another's who is named, and plays in films. */
async function withoutNamesakes(
  by: readonly StoredFilm[],
  text: string,
  store: FilmStore,
): Promise<readonly StoredFilm[]> {
  const names = namesIn(plain(text)).filter((name) => by.some(({ director }) => isNamesake(name, director)));
  const called = await Promise.all(names.map(async (name) => (await store.calledBy([name])).length > 0));
  const others = names.filter((_, at) => called[at]);
  return by.filter(({ director }) => !others.some((name) => isNamesake(name, director)));
}

function recommended(
  chosen: Chosen,
  wish: Wish,
  said: { readonly mode: RecommendMode; readonly language: Language; readonly chance: number },
): Omit<RecommendResult, "provider"> {
  const { mode, language } = said;
  const { film, similarity } = chosen;
  return {
    message: sentence(chosen, wish, said),
    language,
    mood: mode === "farthest" ? "frustrated" : "bored",
    movie: {
      film: filmView(film, language),
      similarity: Math.round(similarity * 1_000) / 1_000,
      mode,
      why: whyOf(chosen, wish, mode, language),
    },
    picture: posterOf(film, mode, language),
  };
}

function withoutFilm(message: string, language: Language, isGrave: boolean): RecommendResult {
  const picture = herPicture(message, isGrave, "evening");
  return { message, language, mood: isGrave ? "sad" : "frustrated", picture, provider: "local" };
}

/** No film: all that fits was told, or there is none, which the operator is told of, too. */
function nothing(language: Language, isAnother: boolean, context: StageContext): RecommendResult {
  if (isAnother) return withoutFilm(NO_OTHER[language], language, false);
  context.metrics.count(filmsMissing, {});
  const why = "there is no film to recommend: the store is empty, or MOVIES_MAX_RATING allows none in it";
  const log: MoviesLog = context.log;
  log.error({ code: "films.missing" }, why);
  return withoutFilm(NOTHING[language], language, false);
}

async function ofStore<Done>(work: () => Promise<Done>): Promise<Done> {
  try {
    return await work();
  } catch (cause) {
    if (!(cause instanceof StoreError)) throw cause;
    throw new StageError("The films cannot be read.", { code: "films_unavailable", class: "transient", cause });
  }
}

/** A number from 0 up to 1, the same for the same job. */
function chanceOf(job: string, what: string): number {
  return createHash("sha256").update(`${what}:${job}`).digest().readUInt32BE(0) / 2 ** 32;
}

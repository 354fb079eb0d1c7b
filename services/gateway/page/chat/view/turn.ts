import { FILM_PIPELINE } from "@guchi/contracts/film-words.ts";
import { html, nothing } from "lit-html";
import { keyed } from "lit-html/directives/keyed.js";
import { whyText } from "../announcer.ts";
import type { State } from "../conversation.ts";
import { added, filmLines, type Answer, type Turn } from "../turn.ts";
import { careAnswer, withLinks } from "./care.ts";
import type { Model } from "./model.ts";
import { pictureBubble } from "./picture.ts";
import { progress } from "./progress.ts";
import { timeOf } from "./time.ts";
import { voiceBubble } from "./voice.ts";

/** A message and her answer. `isLast`: what may be said next stands below it. */
export function turnView(turn: Turn, isLast: boolean, model: Model) {
  const state = model.state(turn.key);
  return html`
    <li class="turn" data-end=${turn.end ?? "none"}>
      ${mine(turn, model)} ${turn.answer.reaction === "care" ? care(turn, model) : hers(turn, state, model)}
      ${note(turn, state, model)} ${isLast && mayGoOn(turn) ? quickReplies(turn, model) : nothing}
    </li>
  `;
}

function mine({ shown, at, job, end }: Turn, { words, language }: Model) {
  const isOnItsWay = job === undefined && end === undefined;
  return html`
    <div class="mine">
      <span class="unseen">${words.you}${words.between}</span>
      <p class="bubble">${shown}</p>
      ${isOnItsWay ? html`<span class="sending">${words.sending}</span>` : html`${timeOf(at, language)}`}
    </div>
  `;
}

function care({ answer }: Turn, model: Model) {
  const { message = "", lines = [], language = model.language } = answer;
  return html`<div class="theirs">${careAnswer(message, lines, language, model)}</div>`;
}

function hers(turn: Turn, { wait }: State, model: Model) {
  const { answer, end } = turn;
  const { words } = model;
  const isEmpty = answer.said === undefined && answer.message === undefined;
  if (isEmpty && (end !== undefined || wait !== undefined)) return nothing;
  const parts = partsOf(answer, turn, model);
  return html`
    <div class="hers">
      <img class="face" src="page/pictures/face.jpg" alt="" width="40" height="40" />
      <div class="parts">
        <p class="name">${words.name}</p>
        ${parts}
        ${end === undefined ? keyed(parts.filter((part) => part !== nothing).length, progress(turn, model)) : nothing}
      </div>
    </div>
  `;
}

function partsOf(answer: Answer, turn: Turn, model: Model) {
  const {
    said,
    message,
    lines = [],
    language = model.language,
    picture,
    voice,
    film,
    lost = [],
    at = turn.at,
  } = answer;
  const more = added(answer);
  const words =
    said !== undefined && (message === undefined || more !== undefined || message === said) ? said : message;
  return [
    words === undefined ? nothing : bubble(words, { lines, language }, timeOf(at, model.language)),
    lost.includes("picture")
      ? bubble(model.words.lost.picture, { language: model.language, kind: "lost" })
      : picture === undefined
        ? nothing
        : pictureBubble(turn, picture, model),
    lost.includes("voice")
      ? bubble(model.words.lost.voice, { language: model.language, kind: "lost" })
      : voice === undefined
        ? nothing
        : voiceBubble(turn, voice, model),
    // What comes last stands last, so that nothing moves.
    film === undefined ? nothing : filmBubble(film, answer, model),
    more === undefined ? nothing : bubble(more, { lines, language }),
  ];
}

interface Told {
  readonly lines?: NonNullable<Answer["lines"]>;
  readonly language: string;
  readonly kind?: string;
}

function bubble(text: string, { lines = [], language, kind = "" }: Told, beside: unknown = nothing) {
  return html`
    <div class="line">
      <p class="bubble ${kind}" lang=${language}>${withLinks(text, lines)}</p>
      ${beside}
    </div>
  `;
}

function filmBubble(film: NonNullable<Answer["film"]>, answer: Answer, { words, language: own }: Model) {
  const { title, facts, minutes } = film;
  const { language = own } = answer;
  const known = [...facts, ...(minutes === undefined ? [] : [words.minutes(minutes)])];
  return html`
    <div class="bubble film" role="group" aria-label=${words.film}>
      <h2 lang=${language}>${title}</h2>
      <p class="facts" lang=${language}>${known.join(" ・ ")}</p>
      ${filmLines(film, answer).map((line) => html`<p lang=${language}>${line}</p>`)}
    </div>
  `;
}

/** Why there is no answer, or not yet, and what happens next. */
function note(turn: Turn, { wait, why }: State, { words, actions }: Model) {
  const { end } = turn;
  if (end === undefined && wait !== undefined) {
    return html`<div class="note">
      <p>${words.trouble[wait]}</p>
      ${
        wait === "key"
          ? html`<button class="chip" type="button" @click=${() => actions.open("key")}>${words.key.title}</button>`
          : nothing
      }
    </div>`;
  }
  if (end === undefined && why !== undefined) {
    return html`<div class="note"><p>${whyText(why, words)}</p></div>`;
  }
  if (end === undefined || end === "answered") return nothing;
  return html`
    <div class="note bad">
      <p>${words.trouble[end]}</p>
      ${
        end === "closed"
          ? nothing
          : html`<button class="chip" type="button" @click=${() => actions.retry(turn)}>${words.retry}</button>`
      }
    </div>
  `;
}

/** Not where help lines are the answer: they would be the same again, and this is no game. */
function mayGoOn({ end, answer: { reaction, lines } }: Turn): boolean {
  return end === "answered" && (reaction === "idol" || (reaction === "cheer" && lines === undefined));
}

function quickReplies({ text, pipeline }: Turn, { words, actions }: Model) {
  const again = pipeline === FILM_PIPELINE ? words.anotherFilm : words.again;
  return html`
    <div class="chips" role="group" aria-label=${words.quickReplies}>
      <button class="chip" type="button" @click=${() => actions.send({ shown: again, text, pipeline })}>
        ${again}
      </button>
      <button
        class="chip"
        type="button"
        ?hidden=${pipeline === FILM_PIPELINE}
        @click=${() => actions.send({ shown: words.movie, text, pipeline: FILM_PIPELINE })}
      >
        ${words.movie}
      </button>
    </div>
  `;
}

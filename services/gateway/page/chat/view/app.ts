import { html, nothing } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import { dayName, midnight } from "../time.ts";
import type { Turn } from "../turn.ts";
import { composer } from "./composer.ts";
import { dialogs } from "./dialogs.ts";
import { header } from "./header.ts";
import type { Model } from "./model.ts";
import { turnView } from "./turn.ts";
import { welcome } from "./welcome.ts";

/** The whole page. */
export function app(model: Model) {
  const { words, turns, hasEarlier, note, actions } = model;
  return html`
    ${header(model)}
    <main>
      ${
        hasEarlier
          ? html`<button class="chip earlier" type="button" @click=${() => actions.showEarlier()}>
              ${words.earlier}
            </button>`
          : welcome(model)
      }
      <ol class="conversation" aria-label=${words.conversation}>
        ${repeat(
          turns,
          ({ key }) => key,
          (turn, index) =>
            html`${day(turn, turns[index - 1], model)}${turnView(turn, index === turns.length - 1, model)}`,
        )}
      </ol>
      ${note === undefined ? nothing : html`<p class="notice">${note}</p>`}
    </main>
    ${composer(model)} ${dialogs(model)}
  `;
}

/** The day of the first message of a day. */
function day({ at }: Turn, before: Turn | undefined, { words, language, now }: Model) {
  if (before !== undefined && midnight(before.at) === midnight(at)) return nothing;
  return html`<li class="day"><span>${dayName(at, now, language, words)}</span></li>`;
}

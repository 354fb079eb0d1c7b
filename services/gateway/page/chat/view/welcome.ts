import { html, nothing } from "lit-html";
import { hourOf } from "../words/words.ts";
import type { Model } from "./model.ts";
import { timeOf } from "./time.ts";

/** The begin of every conversation: who she is, her greeting, and what one might say. */
export function welcome({ words, language, now, turns, isQuiet, actions }: Model) {
  const at = turns[0]?.at ?? now;
  const greeting = words.greetings[hourOf(new Date(at).getHours())];
  return html`
    <section class="welcome" ?hidden=${isQuiet}>
      <img src="page/pictures/mimi.jpg" alt=${words.portrait} width="400" height="400" />
      <h2>${words.motto}</h2>
      <p>${words.about}</p>
    </section>
    <div class="hers" ?hidden=${isQuiet}>
      <img class="face" src="page/pictures/face.jpg" alt="" width="40" height="40" />
      <div class="parts">
        <p class="name">${words.name}</p>
        <div class="line">
          <p class="bubble">${greeting}</p>
          ${timeOf(at, language)}
        </div>
      </div>
    </div>
    ${turns.length > 0 ? nothing : starters(words, actions)}
  `;
}

function starters(words: Model["words"], { send }: Model["actions"]) {
  return html`
    <div class="chips starters" role="group" aria-label=${words.startersLabel}>
      ${words.starters.map(
        (text) => html`<button class="chip" type="button" @click=${() => send({ shown: text, text })}>${text}</button>`,
      )}
    </div>
  `;
}

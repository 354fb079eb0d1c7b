import { html } from "lit-html";
import { INFO, TRASH } from "./icons.ts";
import type { Model } from "./model.ts";

/** Who one talks with, and what concerns the page as a whole. */
export function header({ words, turns, isQuiet, actions }: Model) {
  const { code, label } = words.otherLanguage;
  return html`
    <header class="top">
      <img class="face ${absent(isQuiet)}" src="page/pictures/face.jpg" alt="" width="40" height="40" />
      <div class="who">
        <h1>${words.name}</h1>
        <p class=${absent(isQuiet)}>${words.status}</p>
      </div>
      <button
        class="plain round ${absent(turns.length === 0)}"
        type="button"
        aria-label=${words.erase.open}
        @click=${() => actions.open("erase")}
      >
        ${TRASH}
      </button>
      <button class="plain" type="button" lang=${code} @click=${() => actions.speak(code)}>${label}</button>
      <button class="plain round" type="button" aria-label=${words.info.open} @click=${() => actions.open("info")}>
        ${INFO}
      </button>
    </header>
  `;
}

/** What is not there keeps its room: nothing beside it moves. */
function absent(is: boolean): string {
  return is ? "absent" : "";
}

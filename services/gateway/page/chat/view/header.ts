import { html, nothing } from "lit-html";
import { INFO, TRASH } from "./icons.ts";
import type { Model } from "./model.ts";

/** Who one talks with, and what concerns the page as a whole. */
export function header({ words, turns, isQuiet, actions }: Model) {
  const { code, label } = words.otherLanguage;
  return html`
    <header class="top">
      ${isQuiet ? nothing : html`<img class="face" src="page/pictures/face.jpg" alt="" width="40" height="40" />`}
      <div class="who">
        <h1>${words.name}</h1>
        ${isQuiet ? nothing : html`<p>${words.status}</p>`}
      </div>
      <button class="plain" type="button" lang=${code} @click=${() => actions.speak(code)}>${label}</button>
      <button class="plain round" type="button" aria-label=${words.info.open} @click=${() => actions.open("info")}>
        ${INFO}
      </button>
      <button
        class="plain round"
        type="button"
        aria-label=${words.erase.open}
        ?hidden=${turns.length === 0}
        @click=${() => actions.open("erase")}
      >
        ${TRASH}
      </button>
    </header>
  `;
}

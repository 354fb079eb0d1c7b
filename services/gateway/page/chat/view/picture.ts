import { html, nothing } from "lit-html";
import { isOld, type Picture, type Turn } from "../turn.ts";
import { COPY, SAVE, SHARE } from "./icons.ts";
import type { Model } from "./model.ts";

/** Her picture: the small one at once, the whole one over it when it is there. */
export function pictureBubble(turn: Turn, { url, previewUrl }: Picture, model: Model) {
  const { words, now, actions } = model;
  const at = (file: string) => (isOld(file, now) ? nothing : file);
  return html`
    <div class="picture">
      <button
        class="frame"
        type="button"
        aria-label="${altOf(turn, model)} ${words.enlarge}"
        @click=${() => actions.enlarge(turn)}
      >
        <img src=${at(previewUrl)} alt="" width="1024" height="1024" @error=${() => actions.lose(turn)} />
        <img class="full" src=${at(url)} alt="" width="1024" height="1024" loading="lazy" @load=${show} />
      </button>
      <div class="handing">${handing(turn, url, model)}</div>
    </div>
  `;
}

/** What can be done with her picture. */
export function handing(turn: Turn, url: string, { words, canHandOn, actions }: Model) {
  return html`
    <a class="plain" href=${url} download="${words.cardName}-${new Date(turn.at).toISOString().slice(0, 10)}.jpg">
      ${SAVE}${words.save}
    </a>
    ${
      canHandOn === undefined
        ? nothing
        : html`<button class="plain" type="button" @click=${() => actions.handOn(turn)}>
            ${canHandOn === "share" ? SHARE : COPY}${words[canHandOn]}
          </button>`
    }
  `;
}

export function altOf({ answer: { film } }: Turn, { words }: Model): string {
  return film === undefined ? words.pictureAlt : `${words.poster(film.title)} ${film.line}`;
}

function show({ target }: Event): void {
  if (target instanceof HTMLElement) target.classList.add("is-here");
}

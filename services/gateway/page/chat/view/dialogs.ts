import { html, nothing } from "lit-html";
import { onSubmit } from "../../shared/browser.ts";
import { CLOSE } from "./icons.ts";
import type { Model } from "./model.ts";
import { altOf, handing } from "./picture.ts";

/** What opens over the page. The browser keeps the focus inside, and Escape closes it. */
export function dialogs(model: Model) {
  return html`${eraseDialog(model)} ${infoDialog(model)} ${pictureDialog(model)} ${keyDialog(model)}`;
}

function eraseDialog({ words: { erase }, actions }: Model) {
  return html`
    <dialog id="erase" aria-labelledby="erase-title">
      <h2 id="erase-title">${erase.title}</h2>
      <p>${erase.about}</p>
      <div class="choice">
        <button class="plain" type="button" @click=${() => actions.close("erase")}>${erase.no}</button>
        <button class="strong" type="button" @click=${() => actions.erase()}>${erase.yes}</button>
      </div>
    </dialog>
  `;
}

function infoDialog({ words: { info, close }, actions }: Model) {
  return html`
    <dialog id="info" aria-labelledby="info-title">
      <h2 id="info-title">${info.title}</h2>
      <p>${info.about}</p>
      <h3>${info.voice}</h3>
      <p lang="en">
        HTS Voice “Mei” © 2009–2013 Nagoya Institute of Technology, MMDAgent Project Team,
        <a href="https://creativecommons.org/licenses/by/3.0/" target="_blank" rel="noopener noreferrer">CC BY 3.0</a>
      </p>
      <h3>${info.developers}</h3>
      <p><a href="docs">${info.api}</a></p>
      <div class="choice">
        <button class="plain" type="button" @click=${() => actions.close("info")}>${close}</button>
      </div>
    </dialog>
  `;
}

function pictureDialog(model: Model) {
  const { enlarged, words, actions } = model;
  const url = enlarged?.answer.picture?.url;
  return html`
    <dialog id="picture" aria-label=${words.picture}>
      ${
        enlarged === undefined || url === undefined
          ? nothing
          : html`
              <img src=${url} alt=${altOf(enlarged, model)} width="1024" height="1024" />
              <div class="choice">
                ${handing(enlarged, url, model)}
                <button class="plain" type="button" @click=${() => actions.close("picture")}>
                  ${CLOSE}${words.close}
                </button>
              </div>
            `
      }
    </dialog>
  `;
}

function keyDialog({ words: { key, close }, isKeyWrong, actions }: Model) {
  return html`
    <dialog id="key" aria-labelledby="key-title">
      <form @submit=${onSubmit("key", (given) => actions.giveKey(given.trim()))}>
        <h2 id="key-title">${key.title}</h2>
        <p>${key.about}</p>
        <label
          >${key.label} <input name="key" autocomplete="off" autocapitalize="off" spellcheck="false" required
        /></label>
        <p class="wrong" ?hidden=${!isKeyWrong}>${key.wrong}</p>
        <div class="choice">
          <button class="plain" type="button" @click=${() => actions.close("key")}>${close}</button>
          <button class="strong" type="submit">${key.enter}</button>
        </div>
      </form>
    </dialog>
  `;
}

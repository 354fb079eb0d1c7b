import type { Job } from "@guchi/client/client.ts";
import { html, nothing } from "lit-html";
import { element, onSubmit } from "../shared/browser.ts";
import { answerOf, outputText, textOf } from "./answer.ts";
import { clock } from "./format.ts";
import type { Model } from "./page.ts";
import { actionButtons, headView, historyView, problemsView } from "./parts.ts";
import { stepsView } from "./steps.ts";
import type { Action } from "./words.ts";

/** The whole page. */
export function jobView(model: Model) {
  const { words, job, trouble, language, actions } = model;
  return html`
    <header class="top">
      <a class="home" href="../">Guchi</a>
      <nav>
        <a href="../">${words.chat}</a>
        <a href="../admin/queues">${words.queues}</a>
        <button class="plain" type="button" lang=${words.other.code} @click=${() => actions.speak(words.other.code)}>
          ${words.other.label}
        </button>
      </nav>
    </header>
    <main>
      ${trouble === undefined ? nothing : html`<p class="notice" role="status">${words[trouble]}</p>`}
      ${model.needsKey === "none" ? nothing : keyForm(model)}
      ${
        job === undefined
          ? html`<h1>${words.title}</h1>
              ${trouble === undefined && model.needsKey === "none" ? html`<p>${words.loading}</p>` : nothing}`
          : html`${head(job, model)} ${problemsView(job, model)} ${eventForm(job, model)} ${stepsView(job, model)}
            ${answer(job, model)} ${said(job, model)} ${historyView(job, model)}`
      }
    </main>
    <footer lang=${language}>${job === undefined ? nothing : words.live}</footer>
    ${purgeDialog(model)}
  `;
}

function head(job: Job, model: Model) {
  const { isBusy, refusal, actions } = model;
  const act = (action: Action) => (action === "purge" ? dialog().showModal() : actions.act(action));
  const refused = refusal === undefined ? nothing : html`<p class="bad" role="alert">${refusal}</p>`;
  return headView(job, model, actionButtons(job, model, isBusy, act), refused);
}

function eventForm({ waitingFor, links }: Job, { words, language, isBusy, actions }: Model) {
  if (waitingFor === undefined) return nothing;
  const { event } = waitingFor;
  return html`
    <section class="card">
      <h2>${words.sections.event}</h2>
      <p>${words.waitsFor(waitingFor, (at) => clock(at, language))}</p>
      ${
        event === undefined || !("event" in links)
          ? nothing
          : html`<form class="event" @submit=${onSubmit("said", (said) => actions.sendEvent(event, said))}>
              <label>${words.event.label} <textarea name="said" rows="2" spellcheck="false">{}</textarea></label>
              <button class="button" type="submit" ?disabled=${isBusy}>${words.event.send}</button>
            </form>`
      }
    </section>
  `;
}

function answer(job: Job, { words }: Model) {
  const { message, lang, picture, sound } = answerOf(job);
  const output = outputText(job);
  if (message === undefined && picture === undefined && sound === undefined && output === undefined) return nothing;
  return html`
    <section class="card">
      <h2>${words.sections.answer}</h2>
      ${message === undefined ? nothing : html`<p class="message" lang=${lang}>${message}</p>`}
      ${
        picture === undefined
          ? nothing
          : html`<img class="picture" src=${picture.url} alt=${words.picture} width="512" height="512" />`
      }
      ${sound === undefined ? nothing : html`<audio controls preload="none" src=${sound.url} aria-label=${words.voice}></audio>`}
      ${
        output === undefined
          ? nothing
          : html`<details>
              <summary>${words.sections.output}</summary>
              <pre tabindex="0">${output}</pre>
            </details>`
      }
    </section>
  `;
}

function said({ input }: Job, { words }: Model) {
  const text = textOf(input);
  if (text === undefined) return nothing;
  return html`<section class="card">
    <h2>${words.sections.words}</h2>
    <p class="message">${text}</p>
  </section>`;
}

function keyForm({ words: { key }, needsKey, actions }: Model) {
  return html`
    <form class="card" @submit=${onSubmit("key", (given) => actions.giveKey(given.trim()))}>
      <h2>${key.title}</h2>
      <p>${key.about}</p>
      <label
        >${key.label} <input name="key" autocomplete="off" autocapitalize="off" spellcheck="false" required
      /></label>
      ${needsKey === "again" ? html`<p class="bad" role="alert">${key.wrong}</p>` : nothing}
      <button class="button" type="submit">${key.enter}</button>
    </form>
  `;
}

function purgeDialog({ words: { purge }, actions }: Model) {
  const erase = () => {
    close();
    actions.act("purge");
  };
  return html`
    <dialog id="purge" aria-labelledby="purge-title">
      <h2 id="purge-title">${purge.title}</h2>
      <p>${purge.about}</p>
      <div class="buttons">
        <button class="button" type="button" @click=${close}>${purge.no}</button>
        <button class="button strong" type="button" @click=${erase}>${purge.yes}</button>
      </div>
    </dialog>
  `;
}

function close(): void {
  dialog().close();
}

function dialog(): HTMLDialogElement {
  return element("purge", HTMLDialogElement);
}

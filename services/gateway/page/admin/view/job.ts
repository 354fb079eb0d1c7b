import type { Job } from "@guchi/client/client.ts";
import { html, nothing } from "lit-html";
import { onSubmit } from "../../shared/browser.ts";
import { actionButtons, headView, historyView, problemsView } from "../../job/parts.ts";
import { stepsView, type Shown } from "../../job/steps.ts";
import { WORDS as JOB_WORDS, type Action } from "../../job/words.ts";
import type { Model } from "../model.ts";
import { mayWrite } from "../model.ts";
import { hrefOf } from "../route.ts";

/** One job as an operator sees it: without anybody's words, unless they are asked for. */
export function jobView(model: Model) {
  const { job, words, language, now, route } = model;
  const shown = { words: JOB_WORDS[language], language, now };
  return html`
    <p><a href=${hrefOf("runs")}>← ${words.job.back}</a></p>
    ${
      job === undefined
        ? html`<h1>${route.id}</h1>
            <p class="soft">${words.loading}</p>`
        : html`${head(job, shown, model)} ${problemsView(job, shown, codeOf)} ${event(job, model)}
          ${stepsView(job, shown)} ${said(model)} ${historyView(job, shown)}`
    }
  `;
}

function head(job: Job, shown: Shown, model: Model) {
  const { isBusy, actions, words } = model;
  const act = (action: Action) =>
    action === "purge" ? actions.ask({ kind: "purge", job: job.id }) : actions.act(action);
  const buttons = mayWrite(model) ? actionButtons(job, shown, isBusy, act) : nothing;
  return headView(job, shown, html`${buttons} <a class="button quiet" href="./jobs/${job.id}">${words.job.open}</a>`);
}

/** The error's code leads to all failures of its kind. */
function codeOf({ step, code }: NonNullable<Job["error"]>) {
  return html`<a href=${hrefOf("failures", { step, code })}><code>${code}</code></a>`;
}

function event({ id, waitingFor }: Job, model: Model) {
  if (waitingFor === undefined) return nothing;
  const { event: name } = waitingFor;
  return html`
    <section class="card">
      <h2>${JOB_WORDS[model.language].sections.event}</h2>
      <p>${JOB_WORDS[model.language].waitsFor(waitingFor, model.format.time)}</p>
      ${name === undefined ? nothing : eventForm(id, name, model)}
    </section>
  `;
}

/** Tells a waiting job of its event. */
export function eventForm(job: string, name: string, model: Model) {
  const { words, isBusy, actions } = model;
  if (!mayWrite(model)) return nothing;
  return html`<form class="event" @submit=${onSubmit("said", (said) => actions.sendEvent(job, name, said))}>
    <label>${words.waits.says} <textarea name="said" rows="2" spellcheck="false">{}</textarea></label>
    <button class="button" type="submit" ?disabled=${isBusy}>${words.waits.send}</button>
  </form>`;
}

function said(model: Model) {
  const { said: words, actions, isBusy } = model;
  const text = model.words.job;
  if (words === undefined) {
    return html`<section class="card">
      <h2>${text.words}</h2>
      <p class="soft">${mayWrite(model) ? text.wordsAudited : text.wordsNeedPassword}</p>
      ${
        mayWrite(model)
          ? html`<div class="buttons">
              <button class="button" type="button" ?disabled=${isBusy} @click=${() => actions.showWords()}>
                ${text.showWords}
              </button>
            </div>`
          : nothing
      }
    </section>`;
  }
  const { input, ...rest } = words;
  return html`<section class="card">
    <h2>${text.words}</h2>
    <h3>${text.input}</h3>
    <pre tabindex="0">${JSON.stringify(input, null, 2)}</pre>
    <h3>${text.output}</h3>
    <pre tabindex="0">${JSON.stringify(rest, null, 2)}</pre>
  </section>`;
}

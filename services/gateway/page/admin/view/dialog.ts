import { html, nothing } from "lit-html";
import { ref } from "../ref.ts";
import type { Model, Question } from "../model.ts";

/** From how many jobs on, erasing them has to be meant twice. */
const MANY = 2;

/** The question that is open, if one is. */
export function dialogView(model: Model) {
  const { question, words, actions } = model;
  if (question === undefined) return nothing;
  const { title, about } = textOf(question, model);
  const isReady = question.kind !== "bulk" || (question.count ?? 0) > 0;
  const needsCount = question.kind === "bulk" && question.action === "purge" && (question.count ?? 0) >= MANY;
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    actions.answer(true);
  };
  return html`
    <dialog ${ref(open)} aria-labelledby="question" @close=${() => actions.answer(false)}>
      <form @submit=${submit}>
        <h2 id="question">${title}</h2>
        <p>${about}</p>
        ${question.kind === "bulk" ? filterOf(question.filter, model) : nothing}
        ${question.kind === "bulk" && isReady ? html`<p class="soft">${words.bulk.about}</p>` : nothing}
        ${
          needsCount
            ? html`<label
                >${words.bulk.typeCount(question.count ?? 0)}
                <input name="count" required pattern=${String(question.count)} inputmode="numeric" autocomplete="off"
              /></label>`
            : nothing
        }
        <div class="buttons">
          <button class="button" type="button" @click=${() => actions.answer(false)}>${words.bulk.no}</button>
          ${isReady ? html`<button class="button strong" type="submit">${words.bulk.confirm}</button>` : nothing}
        </div>
      </form>
    </dialog>
  `;
}

function open(element: Element): void {
  if (element instanceof HTMLDialogElement && !element.open) element.showModal();
}

function textOf(question: Question, { words }: Model): { readonly title: string; readonly about: string } {
  switch (question.kind) {
    case "bulk": {
      const { action, count } = question;
      const title = `${words.bulk.title}: ${words.bulk.actions[action]}`;
      if (count === undefined) return { title, about: words.bulk.counting };
      return { title, about: count === 0 ? words.bulk.nothing[action] : words.bulk.asks[action](count) };
    }
    case "pause":
      return { title: `${words.stage.pauseTitle} (${question.stage})`, about: words.stage.pauseAbout };
    case "remove":
      return { title: `${words.schedules.removeTitle} (${question.schedule})`, about: words.schedules.removeAbout };
    default:
      return { title: words.bulk.actions.purge, about: words.bulk.asks.purge(1) };
  }
}

function filterOf(filter: Readonly<Record<string, string>>, { words }: Model) {
  const entries = Object.entries(filter);
  if (entries.length === 0) return html`<p><strong>${words.filters.any}</strong></p>`;
  return html`<p>${entries.map(([name, value]) => html`<code>${name} = ${value}</code> `)}</p>`;
}

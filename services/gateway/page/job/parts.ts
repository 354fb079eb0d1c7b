import { isFinished, type Job } from "@guchi/client/client.ts";
import { html, nothing, type TemplateResult } from "lit-html";
import { factsView, type Fact } from "./facts.ts";
import { clock, duration, money } from "./format.ts";
import type { Shown } from "./steps.ts";
import { rangeOf } from "./timeline.ts";
import { ACTIONS, type Action } from "./words.ts";

/** What of a job its own page and the operations pages show alike. */

/** Its status, id and facts, with `buttons`, and `below` them what there is to say. */
export function headView(job: Job, { words, language, now }: Shown, buttons: unknown, below: unknown = nothing) {
  const [from, to] = rangeOf(job, now);
  const cost = job.stages.reduce((sum, { costUsd = 0 }) => sum + costUsd, 0);
  const facts: readonly Fact[] = [
    [words.facts.pipeline, job.pipeline],
    [words.facts.created, clock(job.createdAt, language)],
    [isFinished(job) ? words.facts.took : words.facts["so far"], duration(to - from, language)],
    ...(cost === 0 ? [] : [[words.facts.cost, money(cost)] as const]),
  ];
  return html`
    <section class="card">
      <div class="title">
        <h1>${words.title}</h1>
        <p class="status ${job.status}" role="status">${words.statuses[job.status]}</p>
      </div>
      <p class="id">${job.id}</p>
      ${factsView(facts)}
      <div class="buttons">${buttons}</div>
      ${below}
    </section>
  `;
}

/** A button for each action that its state allows, and for a purge. */
export function actionButtons(
  { links }: Job,
  { words }: Pick<Shown, "words">,
  isBusy: boolean,
  act: (action: Action) => void,
): readonly TemplateResult[] {
  return ACTIONS.filter((action) => action === "purge" || action in links).map(
    (action) => html`
      <button
        class=${action === "purge" || action === "cancel" ? "button quiet" : "button"}
        type="button"
        ?disabled=${isBusy}
        @click=${() => act(action)}
      >
        ${words.actions[action]}
      </button>
    `,
  );
}

/** Its error, warnings and delivery, as far as there are any. `codeOf` shows the error's code. */
export function problemsView(
  { error, warnings, delivery }: Job,
  { words, language }: Shown,
  codeOf: (error: NonNullable<Job["error"]>) => TemplateResult = ({ code }) => html`<code>${code}</code>`,
) {
  return html`
    ${
      error === undefined
        ? nothing
        : html`<section class="card problem">
            <h2>${words.sections.error}</h2>
            <p><strong>${error.step}</strong> ${codeOf(error)}</p>
            <p>${error.message}</p>
          </section>`
    }
    ${
      warnings.length === 0
        ? nothing
        : html`<section class="card warning">
            <h2>${words.sections.warnings}</h2>
            <ul>
              ${warnings.map(
                ({ step, code, message }) => html`<li><strong>${step}</strong> <code>${code}</code> ${message}</li>`,
              )}
            </ul>
          </section>`
    }
    ${
      delivery === undefined
        ? nothing
        : html`<section class="card">
            <h2>${words.sections.delivery}</h2>
            <p>
              ${delivery.messenger}: ${words.deliveries[delivery.status]}
              ${delivery.at === undefined ? nothing : clock(delivery.at, language)}
            </p>
          </section>`
    }
  `;
}

/** What happened to it, entry by entry. */
export function historyView({ history = [] }: Job, { words, language }: Shown) {
  return html`
    <details class="card">
      <summary>${words.sections.history}</summary>
      <div class="wide" tabindex="0" role="region" aria-label=${words.sections.history}>
        <table>
          <thead>
            <tr>
              ${words.columns.map((column) => html`<th scope="col">${column}</th>`)}
            </tr>
          </thead>
          <tbody>
            ${history.map(
              ({ at, event, step = "", attempt, status, worker, provider, code, workMs, queueMs }) => html`
                <tr>
                  <td>${clock(at, language, true)}</td>
                  <td>${event}</td>
                  <td>${step}</td>
                  <td>
                    ${[
                      status,
                      attempt === undefined ? undefined : `#${attempt}`,
                      code,
                      provider,
                      worker,
                      queueMs === undefined ? undefined : words.waited(duration(queueMs, language)),
                      workMs === undefined ? undefined : words.worked(duration(workMs, language)),
                    ]
                      .filter((part) => part !== undefined)
                      .join(" · ")}
                  </td>
                </tr>
              `,
            )}
          </tbody>
        </table>
      </div>
    </details>
  `;
}

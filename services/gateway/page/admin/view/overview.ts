import type { Overview, Trouble } from "@guchi/contracts/admin.ts";
import { html, nothing } from "lit-html";
import type { Model } from "../model.ts";
import { hrefOf } from "../route.ts";
import { chartsView } from "./charts.ts";

/** What is wrong now, and where that is mended; then how much there is of everything. */
export function overviewView(model: Model) {
  const { overview, words } = model;
  if (overview === undefined) return html`<p class="soft">${words.loading}</p>`;
  return html`
    ${troublesView(overview, model)} ${tiles(overview, model)} ${stageStrip(overview, model)}
    ${chartsView(model, ["jobs", "errors", "waiting"])}
  `;
}

function troublesView({ troubles }: Overview, model: Model) {
  const { words } = model;
  if (troubles.length === 0) {
    return html`<section class="card well">
      <h2>${words.now.well}</h2>
      <p>${words.now.wellAbout}</p>
    </section>`;
  }
  return html`
    <section class="card" aria-labelledby="wrong">
      <h2 id="wrong">${words.now.title}</h2>
      <ul class="troubles">
        ${troubles.map((trouble) => row(trouble, model))}
      </ul>
    </section>
  `;
}

function row({ code, level, about, said, link }: Trouble, { words, format }: Model) {
  const sentence = words.troubles[code]?.(about, format) ?? code;
  return html`
    <li class=${level}>
      <p>
        <strong>${sentence}</strong>
        ${said === undefined ? nothing : html`<span class="said">${said}</span>`}
      </p>
      <a class="button" href=${hrefOf(link.page, link.query, link.id)}>${words.pages[link.page]}</a>
    </li>
  `;
}

const SHOWN = ["running", "pending", "waiting", "failed", "completed"] as const;

function tiles({ jobs }: Overview, { words }: Model) {
  return html`
    <ul class="tiles">
      ${SHOWN.map(
        (status) =>
          html`<li>
            <a class="tile ${status} ${(jobs[status] ?? 0) > 0 ? "some" : ""}" href=${hrefOf("runs", { status })}>
              <b>${(jobs[status] ?? 0).toLocaleString()}</b> <span>${words.statuses[status]}</span>
            </a>
          </li>`,
      )}
    </ul>
  `;
}

/** One mark for each stage, which tells at a glance. */
function stageStrip({ stages }: Overview, { words }: Model) {
  return html`
    <section class="card" aria-labelledby="stage-strip">
      <h2 id="stage-strip">${words.pages.stages}</h2>
      <ul class="strip">
        ${stages.map(({ name, workers, waiting, active, paused, oldestWaitingSeconds }) => {
          const state = workers === 0 ? "bad" : paused || oldestWaitingSeconds > 60 ? "warn" : "good";
          return html`<li>
            <a class=${state} href=${hrefOf("stages", { stage: name })}>
              <b>${name}</b>
              <span>
                ${workers === 0 ? `${words.stage.workers} 0` : `${words.stage.active} ${active}`} ·
                ${words.stage.waiting} ${waiting}
              </span>
            </a>
          </li>`;
        })}
      </ul>
    </section>
  `;
}

import type { StageDetail } from "@guchi/contracts/admin.ts";
import { html, nothing } from "lit-html";
import { factsView, type Fact } from "../../job/facts.ts";
import type { Model } from "../model.ts";
import { mayWrite } from "../model.ts";
import { hrefOf } from "../route.ts";
import { shortId } from "./runs.ts";

/** Who waits for longer than this, in seconds, is pointed at. */
const LONG_SECONDS = 60;

/** Every stage: who works, what waits, how fast it goes, and what went wrong. */
export function stagesView(model: Model) {
  const { overview, words, route } = model;
  if (overview === undefined) return html`<p class="soft">${words.loading}</p>`;
  const { stage: wanted } = route.query;
  const first = (stage: StageDetail) => (stage.name === wanted ? 0 : stage.workers === 0 ? 1 : 2);
  const stages = overview.stages.toSorted((a, b) => first(a) - first(b));
  return html`<ul class="cards">
    ${stages.map((stage) => card(stage, stage.name === wanted, model))}
  </ul>`;
}

function card(stage: StageDetail, isWanted: boolean, model: Model) {
  const { words, format, isBusy, actions } = model;
  const { name, workers, waiting, active, delayed, failed, paused, oldestWaitingSeconds, perMinute, errors } = stage;
  const facts: readonly Fact[] = [
    [words.stage.workers, String(workers), workers === 0],
    [words.stage.active, String(active)],
    [words.stage.waiting, String(waiting)],
    [
      words.stage.oldest,
      waiting === 0 ? "–" : format.duration(oldestWaitingSeconds * 1_000),
      oldestWaitingSeconds > LONG_SECONDS,
    ],
    [words.stage.delayed, String(delayed)],
    [words.stage.failed, String(failed)],
    [words.stage.rate, words.stage.perMinute(perMinute.toFixed(perMinute < 10 ? 1 : 0))],
    [words.stage.time, timeOf(stage, model)],
  ];
  return html`
    <li class="card ${isWanted ? "wanted" : ""}">
      <div class="title">
        <h2>${name}</h2>
        ${mark(stage, model)}
        ${
          mayWrite(model)
            ? html`<button
                class="button quiet"
                type="button"
                ?disabled=${isBusy}
                @click=${() => (paused ? actions.resumeStage(name) : actions.ask({ kind: "pause", stage: name }))}
              >
                ${paused ? words.stage.resume : words.stage.pause}
              </button>`
            : nothing
        }
      </div>
      ${factsView(facts)}
      ${
        errors.length === 0
          ? nothing
          : html`<p class="errors">
              <span class="soft">${words.stage.errors}:</span>
              ${errors.map(({ code, count }) => html`<code>${code}</code> ×${count} `)}
            </p>`
      }
      ${lastErrors(stage, model)}
    </li>
  `;
}

function mark({ workers, paused, oldestWaitingSeconds }: StageDetail, { words, format }: Model) {
  if (workers === 0) return html`<p class="status failed">${words.stage.workers} 0</p>`;
  if (paused) return html`<p class="status waiting">${words.stage.paused}</p>`;
  if (oldestWaitingSeconds > LONG_SECONDS) {
    return html`<p class="status waiting">${words.stage.oldest} ${format.duration(oldestWaitingSeconds * 1_000)}</p>`;
  }
  return html`<p class="status completed">${words.stage.well}</p>`;
}

function timeOf({ workSeconds, usualSeconds }: StageDetail, { words, format }: Model): string {
  if (workSeconds === undefined)
    return usualSeconds === undefined ? "–" : words.stage.usual(format.duration(usualSeconds * 1_000));
  return format.duration(workSeconds * 1_000);
}

function lastErrors({ lastErrors: told }: StageDetail, { words, format, now }: Model) {
  if (told.length === 0) return nothing;
  return html`<details>
    <summary>${words.stage.lastErrors}</summary>
    <ul class="lines">
      ${told.map(
        ({ at, message, job }) =>
          html`<li>
            <span class="soft">${words.ago(format.duration(now - Date.parse(at)))}</span> ${message}
            ${job === undefined ? nothing : html`<a href=${hrefOf("runs", {}, job)}>${shortId(job)}</a>`}
          </li>`,
      )}
    </ul>
  </details>`;
}

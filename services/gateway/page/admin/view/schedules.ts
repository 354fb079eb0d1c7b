import type { Schedule } from "@guchi/client/client.ts";
import { html, nothing } from "lit-html";
import type { Model } from "../model.ts";
import { mayWrite } from "../model.ts";
import { hrefOf } from "../route.ts";
import { shortId } from "./runs.ts";

/** What is started, and when. */
export function schedulesView(model: Model) {
  const { schedules, words, notice } = model;
  if (schedules === undefined) return html`<p class="soft">${words.loading}</p>`;
  return html`
    ${
      notice === undefined
        ? nothing
        : html`<p class="notice fine" role="status">
            ${words.schedules.started} <a href=${hrefOf("runs", {}, notice)}>${shortId(notice)}</a>
          </p>`
    }
    ${schedules.length === 0 ? html`<section class="card well"><p>${words.schedules.none}</p></section>` : nothing}
    <ul class="cards">
      ${schedules.map((schedule) => card(schedule, model))}
    </ul>
  `;
}

function card(schedule: Schedule, model: Model) {
  const { words, format, isBusy, actions } = model;
  const { name, pipeline, cron, timeZone, paused, nextAt, lastAt, lastJob } = schedule;
  return html`
    <li class="card">
      <div class="title">
        <h2>${name}</h2>
        <span class="soft">${pipeline}</span>
        ${paused ? html`<p class="status waiting">${words.schedules.paused}</p>` : nothing}
      </div>
      <p><code>${cron}</code> <span class="soft">${timeZone}</span></p>
      <p>
        ${words.schedules.next}: ${nextAt === undefined ? "–" : format.time(nextAt)} · ${words.schedules.last}:
        ${lastAt === undefined ? "–" : format.time(lastAt)}
        ${lastJob === undefined ? nothing : html`<a href=${hrefOf("runs", {}, lastJob)}>${shortId(lastJob)}</a>`}
      </p>
      ${
        mayWrite(model)
          ? html`<div class="buttons">
              <button class="button" type="button" ?disabled=${isBusy} @click=${() => actions.schedule(name, "run")}>
                ${words.schedules.run}
              </button>
              <button
                class="button"
                type="button"
                ?disabled=${isBusy}
                @click=${() => actions.schedule(name, paused ? "resume" : "pause")}
              >
                ${paused ? words.schedules.resume : words.schedules.pause}
              </button>
              <button
                class="button quiet"
                type="button"
                ?disabled=${isBusy}
                @click=${() => actions.ask({ kind: "remove", schedule: name })}
              >
                ${words.schedules.remove}
              </button>
            </div>`
          : nothing
      }
    </li>
  `;
}

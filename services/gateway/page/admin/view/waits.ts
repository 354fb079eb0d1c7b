import type { Run } from "@guchi/contracts/admin.ts";
import { html, nothing } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import type { Model } from "../model.ts";
import { hrefOf } from "../route.ts";
import { eventForm } from "./job.ts";
import { shortId } from "./runs.ts";

/** Which job waits for what, and until when; whoever waits for longest comes first. */
export function waitsView(model: Model) {
  const { waits, words } = model;
  if (waits === undefined) return html`<p class="soft">${words.loading}</p>`;
  if (waits.length === 0) return html`<section class="card well"><p>${words.waits.none}</p></section>`;
  return html`<ul class="cards">
    ${repeat(
      waits,
      ({ id }) => id,
      (run) => card(run, model),
    )}
  </ul>`;
}

function card(run: Run, model: Model) {
  const { words, format, now } = model;
  const { id, pipeline, steps, waitingFor = {}, updatedAt } = run;
  const { event, until } = waitingFor;
  return html`
    <li class="card">
      <div class="title">
        <h2><a href=${hrefOf("runs", {}, id)}>${shortId(id)}</a></h2>
        <span class="soft">${pipeline}</span>
        <p class="status waiting">${words.ago(format.duration(now - Date.parse(updatedAt)))}</p>
      </div>
      <p>
        ${
          event === undefined
            ? steps.length === 0
              ? words.waits.start
              : `${steps.join(", ")}: ${words.waits.call}`
            : html`${words.waits.event} <strong>${event}</strong>`
        }
        ${until === undefined ? nothing : html`· <time datetime=${until}>${words.waits.until(format.time(until))}</time>`}
      </p>
      ${
        event === undefined
          ? nothing
          : html`<details>
              <summary>${words.waits.send}</summary>
              ${eventForm(id, event, model)}
            </details>`
      }
    </li>
  `;
}

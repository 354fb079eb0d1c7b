import type { FailureGroup } from "@guchi/contracts/admin.ts";
import { html, nothing } from "lit-html";
import type { Model } from "../model.ts";
import { mayWrite } from "../model.ts";
import { hrefOf } from "../route.ts";
import { bulksView } from "./bulks.ts";
import { shortId } from "./runs.ts";

/** Failed jobs by where and why, each group with the one thing to do about it. */
export function failuresView(model: Model) {
  const { failures, words, route } = model;
  if (failures === undefined) return html`<p class="soft">${words.loading}</p>`;
  const { groups, seen, total } = failures;
  const shown = groups.filter((group) => isWanted(group, route.query));
  const list = shown.length === 0 ? groups : shown;
  return html`
    ${bulksView(model)}
    ${list.length === 0 ? html`<section class="card well"><p>${words.failures.none}</p></section>` : nothing}
    <ul class="cards">
      ${list.map((group) => card(group, model))}
    </ul>
    ${shown.length > 0 && shown.length < groups.length ? html`<p><a href=${hrefOf("failures")}>${words.filters.any}</a></p>` : nothing}
    ${seen < total ? html`<p class="soft">${words.failures.seen(seen, total)}</p>` : nothing}
  `;
}

function isWanted(group: FailureGroup, query: Readonly<Record<string, string>>): boolean {
  const { pipeline = group.pipeline, step = group.step, code = group.code } = query;
  return group.pipeline === pipeline && group.step === step && group.code === code;
}

function card(group: FailureGroup, model: Model) {
  const { words, format, isBusy, actions, now } = model;
  const { pipeline, step, code, count, lastHour, lastAt, lastMessage, lastJob } = group;
  const filter = { status: "failed", pipeline, step, code };
  return html`
    <li class="card problem">
      <div class="title">
        <h2>${step}</h2>
        <code>${code}</code> <span class="soft">${pipeline}</span>
        <p class="status failed">${words.failures.count(count)}</p>
      </div>
      <p class="said">${lastMessage}</p>
      <p class="soft">
        ${words.failures.last}: ${words.ago(format.duration(now - Date.parse(lastAt)))},
        <a href=${hrefOf("runs", {}, lastJob)}>${shortId(lastJob)}</a
        >${lastHour === 0 ? nothing : html` · ${words.failures.hour}: ${lastHour}`}
      </p>
      <div class="buttons">
        ${
          mayWrite(model)
            ? html`<button
                class="button strong"
                type="button"
                ?disabled=${isBusy}
                @click=${() => actions.askBulk("rewind", filter)}
              >
                ${words.failures.retry}
              </button>`
            : nothing
        }
        <a class="button" href=${hrefOf("runs", filter)}>${words.failures.show}</a>
      </div>
    </li>
  `;
}

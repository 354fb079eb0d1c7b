import type { Run } from "@guchi/contracts/admin.ts";
import { BULK_ACTIONS } from "../bulk-actions.ts";
import { html, nothing } from "lit-html";
import { repeat } from "lit-html/directives/repeat.js";
import type { Model, Query } from "../model.ts";
import { mayWrite } from "../model.ts";
import { hrefOf } from "../route.ts";
import { COLUMNS, type Column } from "../run-list.ts";
import { bulksView } from "./bulks.ts";
import { filterView } from "./filter.ts";

/** The height of a row in px, as the style sheet has it; and rows beyond the screen. */
const ROW = 44;
const OVERSCAN = 8;
/** How near the end, in px, more is read. */
const NEAR_END = 1_200;

const WIDTHS: Readonly<Record<Column, string>> = {
  status: "124px",
  id: "minmax(128px, 1.2fr)",
  pipeline: "minmax(88px, 0.9fr)",
  step: "minmax(88px, 0.9fr)",
  code: "minmax(140px, 2fr)",
  created: "112px",
  took: "84px",
  updated: "112px",
  attempts: "72px",
  cost: "80px",
  delivery: "96px",
};

/** The jobs that a filter finds, and what may be done with all of them. */
export function runsView(model: Model) {
  return html`${filterView(model)} ${bulksView(model)} ${toolbar(model)} ${table(model)}`;
}

function toolbar(model: Model) {
  const { list, words, actions, columns, route } = model;
  const isSorted = list.sorting.by !== "created";
  return html`
    <div class="toolbar">
      <p role="status">
        ${list.isLoading && list.runs.length === 0 ? words.loading : words.runs.count(list.runs.length, list.total)}
        ${isSorted ? html`<span class="soft">(${words.runs.sortedOf(list.runs.length)})</span>` : nothing}
      </p>
      ${
        list.newer.length === 0
          ? nothing
          : html`<button class="button" type="button" @click=${() => actions.takeNewer()}>
              ${words.runs.newer(list.newer.length)}
            </button>`
      }
      <details class="choose">
        <summary>${words.filters.columns}</summary>
        <div>
          ${COLUMNS.map(
            (column) =>
              html`<label>
                <input
                  type="checkbox"
                  .checked=${columns.includes(column)}
                  @change=${(event: Event) => {
                    if (event.target instanceof HTMLInputElement) actions.showColumn(column, event.target.checked);
                  }}
                />
                ${words.columns[column]}
              </label>`,
          )}
        </div>
      </details>
      ${mayWrite(model) ? bulkButtons(model, route.query) : nothing}
    </div>
  `;
}

/** Only what the gateway can filter by: an id is one job, which has a page. */
function bulkButtons({ words, actions, isBusy }: Model, { id, ...filter }: Query) {
  if (id !== undefined) return nothing;
  return html`
    <div class="buttons" role="group" aria-label=${words.bulk.title}>
      <span class="soft" aria-hidden="true">${words.bulk.all}</span>
      ${BULK_ACTIONS.map(
        (action) =>
          html`<button
            class=${action === "purge" || action === "cancel" ? "button quiet" : "button"}
            type="button"
            ?disabled=${isBusy}
            @click=${() => actions.askBulk(action, filter)}
          >
            ${words.bulk.actions[action]}
          </button>`,
      )}
    </div>
  `;
}

function table(model: Model) {
  const { list, viewport, columns, words, actions } = model;
  const { runs } = list;
  const first = Math.max(0, Math.floor(viewport.top / ROW) - OVERSCAN);
  const last = Math.min(runs.length, Math.ceil((viewport.top + viewport.height) / ROW) + OVERSCAN);
  const template = columns.map((column) => WIDTHS[column]).join(" ");
  const scrolled = ({ currentTarget: box }: Event) => {
    if (!(box instanceof HTMLElement)) return;
    const { scrollTop, clientHeight, scrollHeight } = box;
    actions.scrolled({
      top: scrollTop,
      height: clientHeight,
      isNearEnd: scrollTop + clientHeight > scrollHeight - NEAR_END,
    });
  };
  return html`
    <div class="runs" role="region" aria-label=${words.runs.list} tabindex="0" @scroll=${scrolled}>
      <div
        role="table"
        aria-label=${words.runs.list}
        aria-rowcount=${runs.length + 1}
        .style=${`--columns: ${template}`}
      >
        <div role="rowgroup" class="head">
          <div role="row" class="row" aria-rowindex="1">${columns.map((column) => headCell(column, model))}</div>
        </div>
        <div role="rowgroup" class="body" .style=${`height: ${runs.length * ROW}px`}>
          ${repeat(
            runs.slice(first, last),
            ({ id }) => id,
            (run, at) => row(run, first + at, model),
          )}
        </div>
      </div>
      ${runs.length === 0 && !list.isLoading ? html`<p class="soft">${words.runs.nothing}</p>` : nothing}
    </div>
  `;
}

function headCell(column: Column, { list: { sorting }, words, actions }: Model) {
  const isBy = sorting.by === column;
  return html`<div
    role="columnheader"
    class="col ${column}-col"
    aria-sort=${isBy ? (sorting.isDown ? "descending" : "ascending") : "none"}
  >
    <button type="button" title=${words.runs.sortBy(words.columns[column])} @click=${() => actions.sortBy(column)}>
      ${words.columns[column]}${isBy ? html`<i aria-hidden="true">${sorting.isDown ? "▾" : "▴"}</i>` : nothing}
    </button>
  </div>`;
}

function row(run: Run, at: number, model: Model) {
  return html`<div role="row" class="row" aria-rowindex=${at + 2} .style=${`transform: translateY(${at * ROW}px)`}>
    ${model.columns.map((column) => html`<div role="cell" class="col ${column}-col">${cell(run, column, model)}</div>`)}
  </div>`;
}

function cell(run: Run, column: Column, { words, format, now }: Model) {
  switch (column) {
    case "status":
      return html`<span class="status ${run.status}">${words.statuses[run.status]}</span>`;
    case "id":
      return html`<a href=${hrefOf("runs", {}, run.id)} title=${run.id}>${shortId(run.id)}</a>`;
    case "step":
      return run.steps.join(", ");
    case "code":
      return run.code === undefined
        ? nothing
        : html`<span title=${run.message ?? ""}><code>${run.code}</code> ${run.message}</span>`;
    case "created":
      return html`<time datetime=${run.createdAt}>${format.time(run.createdAt)}</time>`;
    case "updated":
      return html`<time datetime=${run.updatedAt}>${format.time(run.updatedAt)}</time>`;
    case "took":
      return format.duration((isUnderWay(run) ? now : Date.parse(run.updatedAt)) - Date.parse(run.createdAt));
    case "cost":
      return run.costUsd === 0 ? nothing : format.money(run.costUsd);
    default:
      return run[column] ?? nothing;
  }
}

function isUnderWay({ status }: Run): boolean {
  return status === "pending" || status === "running" || status === "waiting" || status === "suspended";
}

/** The end tells jobs apart that were made at the same time. */
export function shortId(id: string): string {
  return `${id.slice(0, 8)}…${id.slice(-6)}`;
}

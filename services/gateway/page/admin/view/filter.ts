import { html, nothing } from "lit-html";
import type { JobStatus } from "@guchi/client/client.ts";
import type { Model, Query } from "../model.ts";

const STATUSES: readonly JobStatus[] = [
  "failed",
  "running",
  "pending",
  "waiting",
  "suspended",
  "completed",
  "canceled",
];

/** Which jobs are shown: the address holds it, so that it can be passed on. */
export function filterView({ route: { query }, words, actions, overview }: Model) {
  const { filters } = words;
  const change = (event: Event) => {
    const form = event.currentTarget;
    if (event.type === "submit") event.preventDefault();
    if (form instanceof HTMLFormElement) actions.go(queryOf(form, query));
  };
  const isWide = matchMedia("(min-width: 761px)").matches;
  const isEmpty = Object.keys(query).length === 0;
  return html`
    <details class="card narrow" .open=${isWide || !isEmpty}>
      <summary>${filters.title}</summary>
      <form class="filter" @submit=${change} @change=${change} aria-label=${filters.title}>
        <label
          >${filters.status}
          <select name="status" .value=${query["status"] ?? ""}>
            <option value="" ?selected=${query["status"] === undefined}>${filters.any}</option>
            ${statusOptions(query).map(
              (status) =>
                html`<option value=${status} ?selected=${query["status"] === status}>${nameOf(status, words)}</option>`,
            )}
          </select>
        </label>
        ${field("pipeline", filters.pipeline, query)}
        ${field(
          "step",
          filters.step,
          query,
          overview?.stages.map(({ name }) => name),
        )}
        ${field("code", filters.code, query)} ${timeField("from", filters.from, query)}
        ${timeField("to", filters.to, query)} ${field("id", filters.id, query)}
        ${query["user"] === undefined ? nothing : field("user", filters.user, query)}
        ${
          isEmpty
            ? nothing
            : html`<button class="button quiet" type="button" @click=${() => actions.go({})}>${filters.clear}</button>`
        }
      </form>
    </details>
  `;
}

/** Several statuses come by a link only. */
function statusOptions({ status = "" }: Query): readonly string[] {
  return status.includes(",") ? [...STATUSES, status] : STATUSES;
}

function nameOf(status: string, { statuses }: Model["words"]): string {
  const names: Readonly<Record<string, string>> = statuses;
  return status
    .split(",")
    .map((each) => names[each] ?? each)
    .join(" + ");
}

function field(name: string, label: string, query: Query, known: readonly string[] = []) {
  const list = known.length === 0 ? nothing : `${name}-known`;
  return html`<label
    >${label}
    <input
      name=${name}
      .value=${query[name] ?? ""}
      list=${list}
      autocomplete="off"
      autocapitalize="off"
      spellcheck="false"
    />
    ${known.length === 0 ? nothing : html`<datalist id=${list}>${known.map((each) => html`<option value=${each}></option>`)}</datalist>`}
  </label>`;
}

/** Times are those of this clock; the address holds them in UTC. */
function timeField(name: string, label: string, query: Query) {
  return html`<label
    >${label} <input name=${name} type="datetime-local" step="1" .value=${localTime(query[name])}
  /></label>`;
}

function localTime(at: string | undefined): string {
  if (at === undefined || Number.isNaN(Date.parse(at))) return "";
  const time = new Date(at);
  return new Date(time.getTime() - time.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}

function queryOf(form: HTMLFormElement, before: Query): Query {
  const given: Record<string, string> = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value !== "string" || value.trim() === "") continue;
    const isTime = name === "from" || name === "to";
    const isSame = isTime && value === localTime(before[name]);
    given[name] = isTime && !isSame ? new Date(value).toISOString() : isTime ? (before[name] ?? "") : value.trim();
  }
  return given;
}

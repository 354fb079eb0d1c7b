import type { BulkView } from "@guchi/contracts/admin.ts";
import { html, nothing } from "lit-html";
import { isFinished } from "@guchi/client/client.ts";
import type { Model } from "../model.ts";
import { mayWrite } from "../model.ts";
import { hrefOf } from "../route.ts";

/** Ended ones that are still shown, in ms since they began. */
const SHOWN_MS = 10 * 60_000;
const MOST = 5;

/** Bulk actions under way, and the last ones that ended. */
export function bulksView(model: Model) {
  const { bulks, words, now } = model;
  const shown = bulks.filter((bulk) => !isFinished(bulk) || now - Date.parse(bulk.createdAt) < SHOWN_MS).slice(0, MOST);
  if (shown.length === 0) return nothing;
  return html`
    <section class="card bulks" aria-label=${words.bulk.running}>
      <ul>
        ${shown.map((bulk) => row(bulk, model))}
      </ul>
    </section>
  `;
}

function row(bulk: BulkView, model: Model) {
  const { words, format, actions } = model;
  const { id, action, status, progress, result, createdAt } = bulk;
  // Each has an end: mostly the moment in which it was asked for, which is shown.
  const { to: _, ...filter } = bulk.filter;
  const { done = 0, total = 0 } = progress ?? {};
  const told = result === undefined ? words.bulk.progress(done, total) : words.bulk.result(result.done, result.refused);
  const about = Object.values(filter).flat().join(", ");
  return html`
    <li>
      <span class="status ${status}">${words.statuses[status]}</span>
      <a href=${hrefOf("runs", {}, id)}>${words.bulk.actions[action]}</a>
      <span class="soft">${about} · ${format.time(createdAt)}</span>
      ${
        isFinished(bulk)
          ? nothing
          : html`<progress max=${Math.max(total, 1)} .value=${done} aria-label=${told}></progress>`
      }
      <span role="status">${told}</span>
      ${
        isFinished(bulk) || !mayWrite(model)
          ? nothing
          : html`<button class="button quiet" type="button" @click=${() => actions.stopBulk(id)}>
              ${words.bulk.stop}
            </button>`
      }
    </li>
  `;
}

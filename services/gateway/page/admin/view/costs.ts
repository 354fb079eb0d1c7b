import type { LineView, Overview } from "@guchi/contracts/admin.ts";
import { html, nothing } from "lit-html";
import { factsView } from "../../job/facts.ts";
import type { Model } from "../model.ts";
import { chartsView } from "./charts.ts";
import { meter } from "./meter.ts";

/** What the day has cost, which providers fail, and how LINE is. */
export function costsView(model: Model) {
  const { overview, words } = model;
  if (overview === undefined) return html`<p class="soft">${words.loading}</p>`;
  return html`
    ${budget(overview, model)} ${failing(overview, model)} ${line(overview, model)} ${chartsView(model, ["cost"])}
  `;
}

function budget({ costs }: Overview, { words, format }: Model) {
  if (costs === undefined) return nothing;
  const { spentUsd, budgetUsd, providers, since, day, timeZone } = costs;
  return html`
    <section class="card">
      <div class="title">
        <h2>${words.costs.today}</h2>
        <span class="soft">${day}, ${timeZone}</span>
      </div>
      <p class="figure">
        ${format.money(spentUsd)}
        <span class="soft">/ ${budgetUsd === undefined ? words.costs.noBudget : format.money(budgetUsd)}</span>
      </p>
      ${budgetUsd === undefined ? nothing : meter(spentUsd, budgetUsd, words.costs.budget)}
      <h3>${words.costs.byProvider}</h3>
      ${
        providers.length === 0
          ? html`<p class="soft">${words.costs.noCalls}</p>`
          : html`<table>
              <thead>
                <tr>
                  <th scope="col">${words.costs.provider}</th>
                  <th scope="col">${words.costs.calls}</th>
                  <th scope="col">${words.costs.usd}</th>
                </tr>
              </thead>
              <tbody>
                ${providers.map(
                  ({ provider, calls, usd }) =>
                    html`<tr>
                      <td>${provider}</td>
                      <td>${calls.toLocaleString()}</td>
                      <td>${format.money(usd)}</td>
                    </tr>`,
                )}
              </tbody>
            </table>`
      }
      <p class="soft">${words.costs.about} ${format.time(since)}</p>
    </section>
  `;
}

function failing({ providers }: Overview, { words }: Model) {
  return html`
    <section class="card">
      <h2>${words.costs.failing}</h2>
      ${
        providers.length === 0
          ? html`<p class="soft">${words.none}</p>`
          : html`<table>
              <thead>
                <tr>
                  <th scope="col">${words.costs.provider}</th>
                  <th scope="col">${words.costs.kind}</th>
                  <th scope="col">${words.costs.count}</th>
                </tr>
              </thead>
              <tbody>
                ${providers.map(
                  ({ provider, kind, count, needsOperator }) =>
                    html`<tr class=${needsOperator ? "bad" : ""}>
                      <td>${provider}</td>
                      <td><code>${kind}</code></td>
                      <td>${count.toLocaleString()}</td>
                    </tr>`,
                )}
              </tbody>
            </table>`
      }
    </section>
  `;
}

function line({ line: channels = [] }: Overview, { words }: Model) {
  if (channels.length === 0) {
    return html`<section class="card">
      <h2>${words.costs.line}</h2>
      <p class="soft">${words.costs.off}</p>
    </section>`;
  }
  return channels.map((channel) => lineChannel(channel, words.costs));
}

function lineChannel({ channel, used, limit, held, heldIsLeast }: LineView, text: Model["words"]["costs"]) {
  const most = limit?.toLocaleString() ?? text.noLimit;
  return html`
    <section class="card">
      <h2>${text.line}${channel === undefined ? nothing : html` <span class="soft">${channel}</span>`}</h2>
      ${factsView([
        [text.quota, used === undefined ? text.unknown : `${used.toLocaleString()} / ${most}`],
        [text.held, `${held}${heldIsLeast && held > 0 ? "+" : ""}`],
      ])}
      ${used === undefined || limit === undefined ? nothing : meter(used, limit, text.quota)}
    </section>
  `;
}

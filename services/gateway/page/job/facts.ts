import { html } from "lit-html";

/** What is told of something, and whether that is as it should not be. */
export type Fact = readonly [label: string, value: string, isBad?: boolean];

/** Facts, each with its label. */
export function factsView(facts: readonly Fact[]) {
  return html`<dl class="facts">
    ${facts.map(
      ([label, value, isBad = false]) =>
        html`<div>
          <dt>${label}</dt>
          <dd class=${isBad ? "bad" : ""}>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

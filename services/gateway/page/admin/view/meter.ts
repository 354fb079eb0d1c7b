import { html } from "lit-html";

/** How much of something is used up. */
export function meter(used: number, most: number, label: string) {
  const part = most === 0 ? 1 : Math.min(1, used / most);
  const state = part >= 0.95 ? "bad" : part >= 0.8 ? "warn" : "good";
  return html`<div
    class="meter ${state}"
    role="meter"
    aria-label=${label}
    aria-valuemin="0"
    aria-valuemax="100"
    aria-valuenow=${Math.round(part * 100)}
  >
    <i .style=${`width: ${part * 100}%`}></i>
  </div>`;
}

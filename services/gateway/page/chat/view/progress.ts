import { html } from "lit-html";
import { PARTS } from "../words/words.ts";
import type { Turn } from "../turn.ts";
import type { Model } from "./model.ts";

/** What she is doing: typing dots, and a chip for each part of her answer that lights up. */
export function progress({ parts, answer }: Turn, { words }: Model) {
  return html`
    <div class="bubble progress">
      ${answer.said === undefined ? html`<span class="dots" aria-hidden="true"><i></i><i></i><i></i></span>` : ""}
      <ul class="stages" aria-label=${words.progress}>
        ${PARTS.map(
          (part) => html`
            <li data-state=${parts[part]}>
              ${words.parts[part]}<span class="unseen">${words.between}${words.partStates[parts[part]]}</span>
            </li>
          `,
        )}
      </ul>
    </div>
  `;
}

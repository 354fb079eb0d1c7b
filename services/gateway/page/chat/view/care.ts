import { html, nothing } from "lit-html";
import { linked, type Line, type Piece } from "../lines.ts";
import { OUT, PHONE } from "./icons.ts";
import type { Model } from "./model.ts";

/** Words in which places to turn to are links, where they stand. */
export function withLinks(message: string, lines: readonly Line[]) {
  return linked(message, lines).map(piece);
}

/** An answer to somebody who may be in danger: calm words, then each place with buttons to tap. */
export function careAnswer(message: string, lines: readonly Line[], language: string, model: Model) {
  const rows = message.split("\n").map((row) => linked(row, lines));
  const said = rows.filter((row) => !isPlace(row) && row.some(({ text }) => text.trim() !== ""));
  return html`
    <div class="care">
      <div class="care-words" lang=${language}>${said.map((row) => html`<p>${row.map(piece)}</p>`)}</div>
      <ul aria-label=${model.words.careLabel}>
        ${rows.filter(isPlace).map((row) => place(row, language, model))}
      </ul>
    </div>
  `;
}

/** A line of the list that ends such an answer. */
function isPlace(row: readonly Piece[]): boolean {
  return row.some(({ href }) => href !== undefined) && /^(?:・|- )/.test(row[0]?.text ?? "");
}

function place(row: readonly Piece[], language: string, { words }: Model) {
  const told = row.filter(({ href }) => href?.startsWith("https:") !== true).map(({ text }) => text);
  return html`
    <li>
      <p lang=${language}>${told.join("").replace(/^(?:・|- )/, "")}</p>
      ${row.map(({ text, href }) => {
        if (href === undefined) return nothing;
        return href.startsWith("tel:")
          ? html`<a class="turn-to" href=${href}>${PHONE}<span>${words.call(text)}</span></a>`
          : html`<a class="turn-to" href=${href} target="_blank" rel="noopener noreferrer">
              ${OUT}<span>${words.visit(text.replace(/^https:\/\//, ""))}</span>
            </a>`;
      })}
    </li>
  `;
}

function piece({ text, href }: Piece) {
  if (href === undefined) return text;
  // The conversation stays open.
  return href.startsWith("tel:")
    ? html`<a href=${href}>${text}</a>`
    : html`<a href=${href} target="_blank" rel="noopener noreferrer">${text}</a>`;
}

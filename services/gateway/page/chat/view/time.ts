import { html } from "lit-html";
import { clock } from "../time.ts";
import type { Language } from "../words/words.ts";

/** When it was said. */
export function timeOf(at: number, language: Language) {
  return html`<time datetime=${new Date(at).toISOString()}>${clock(at, language)}</time>`;
}

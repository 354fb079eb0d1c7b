import { html } from "lit-html";
import type { Language } from "../../shared/language.ts";
import { clock } from "../time.ts";

/** When it was said. */
export function timeOf(at: number, language: Language) {
  return html`<time datetime=${new Date(at).toISOString()}>${clock(at, language)}</time>`;
}

import type { Language } from "./language.ts";
import type { Storage } from "./storage.ts";

/** The language that was chosen here before, or the first one of the browser's. */
export function languageOf(storage: Storage): Language {
  const kept = storage.get("language");
  return kept === "ja" || kept === "en" ? kept : firstLanguage(navigator.languages);
}

/** What a page opens in, of the languages that the browser's user reads. */
export function firstLanguage(preferred: readonly string[]): Language {
  const known = preferred.map((tag) => tag.slice(0, 2).toLowerCase()).find((tag) => tag === "ja" || tag === "en");
  return known === "ja" ? "ja" : "en";
}

/** An element that the document has. Throws Error when it has not. */
export function element<Type extends HTMLElement>(id: string, type: new () => Type): Type {
  const found = document.getElementById(id);
  if (!(found instanceof type)) throw new Error(`The page has no #${id}`);
  return found;
}

/** For a form's `submit`: takes what stands in the field of that name. */
export function onSubmit(field: string, take: (given: string) => void): (event: Event) => void {
  return (event) => {
    event.preventDefault();
    const given = event.target instanceof HTMLFormElement ? new FormData(event.target).get(field) : null;
    if (typeof given === "string") take(given);
  };
}

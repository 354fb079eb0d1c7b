const PREFIX = "guchi.";

/** What this browser remembers, by name: `localStorage`, or this page's memory where it refuses. */
export class Storage {
  readonly #memory = new Map<string, string>();

  get(name: string): string | undefined {
    try {
      return localStorage.getItem(PREFIX + name) ?? this.#memory.get(name);
    } catch {
      return this.#memory.get(name);
    }
  }

  /** False when there is no more room for it: then only this page remembers it. */
  set(name: string, value: string): boolean {
    try {
      localStorage.setItem(PREFIX + name, value);
      this.#memory.delete(name);
      return true;
    } catch (error) {
      this.#memory.set(name, value);
      return !isFull(error);
    }
  }

  remove(name: string): void {
    this.#memory.delete(name);
    try {
      localStorage.removeItem(PREFIX + name);
    } catch {
      // It could not be written either.
    }
  }

  names(): readonly string[] {
    const own = [...this.#memory.keys()];
    try {
      const kept = Object.keys(localStorage).filter((name) => name.startsWith(PREFIX));
      return [...own, ...kept.map((name) => name.slice(PREFIX.length))];
    } catch {
      return own;
    }
  }

  /** Calls back for each name that another page of this browser changes. */
  watch(changed: (name: string) => void): void {
    addEventListener("storage", ({ key, storageArea }) => {
      if (storageArea === localStorage && key?.startsWith(PREFIX) === true) changed(key.slice(PREFIX.length));
    });
  }
}

/** A browser may also refuse to keep anything at all. */
function isFull(error: unknown): boolean {
  return error instanceof DOMException && error.name === "QuotaExceededError" && localStorage.length > 0;
}

/** Undefined for what is no JSON. */
export function parsed(text: string | undefined): unknown {
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

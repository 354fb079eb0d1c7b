import { parsed, type Storage } from "../shared/storage.ts";
import type { Turn } from "./turn.ts";

const PREFIX = "turn.";
/** So many of the oldest are forgotten when there is no more room. */
const FORGOTTEN_AT_ONCE = 20;

/**
 * The conversation, the oldest message first. Each message is kept by itself, so that two pages of
 * one browser do not overwrite each other's.
 */
export class Turns {
  readonly #storage: Storage;
  #all = new Map<string, Turn>();

  /** `changed` is called when another page of this browser changed it. */
  constructor(storage: Storage, changed: () => void) {
    this.#storage = storage;
    const turns = storage.names().flatMap((name) => (name.startsWith(PREFIX) ? (this.#read(name) ?? []) : []));
    this.#sort(turns);
    storage.watch((name) => {
      if (!name.startsWith(PREFIX)) return;
      const turn = this.#read(name);
      if (turn === undefined) this.#all.delete(name.slice(PREFIX.length));
      else this.#sort([...this.#all.values()].filter(({ key }) => key !== turn.key).concat(turn));
      changed();
    });
  }

  get all(): readonly Turn[] {
    return [...this.#all.values()];
  }

  get(key: string): Turn | undefined {
    return this.#all.get(key);
  }

  /** Whether older ones had to be forgotten for it. */
  put(turn: Turn): boolean {
    this.#all.set(turn.key, turn);
    const keep = () => this.#storage.set(PREFIX + turn.key, JSON.stringify(turn));
    if (keep()) return false;
    for (const { key } of this.all.slice(0, FORGOTTEN_AT_ONCE)) if (key !== turn.key) this.remove(key);
    keep();
    return true;
  }

  remove(key: string): void {
    this.#all.delete(key);
    this.#storage.remove(PREFIX + key);
  }

  #read(name: string): Turn | undefined {
    const turn = parsed(this.#storage.get(name));
    return isTurn(turn) ? turn : undefined;
  }

  #sort(turns: readonly Turn[]): void {
    this.#all = new Map(turns.toSorted((a, b) => a.at - b.at).map((turn) => [turn.key, turn]));
  }
}

/** What another version of this page kept in another form is left alone. */
function isTurn(value: unknown): value is Turn {
  if (typeof value !== "object" || value === null) return false;
  const fields = ["key", "at", "shown", "text", "pipeline", "user", "parts", "answer"];
  return fields.every((field) => Object.hasOwn(value, field));
}

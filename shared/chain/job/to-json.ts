import { StageError } from "../errors.ts";

/**
 * A stage's output as JSON. Throws StageError for what cannot be told in it.
 *
 * The schema lets more fields pass than it names, and those may hold anything; it may even ask for
 * nothing at all.
 */
export function toJson(result: unknown): string {
  const about = { code: "invalid_output", class: "permanent" } as const;
  // Of undefined and of functions there is none, whatever TypeScript says.
  let json: string | undefined;
  try {
    json = JSON.stringify(result);
  } catch (cause) {
    throw new StageError("The stage's output cannot be written as JSON.", { ...about, cause });
  }
  if (json === undefined) throw new StageError("The stage returned no output; return a value, such as {}.", about);
  return json;
}

/** What a text says as JSON; undefined when it is none. Whether it fits is for a schema to tell. */
export function jsonOrUndefined(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

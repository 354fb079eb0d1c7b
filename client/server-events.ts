/** One server-sent event: https://html.spec.whatwg.org/#server-sent-events */
export interface ServerEvent {
  readonly name: string;
  /** The last id that was sent, with this event or before it. */
  readonly id: string;
  readonly data: string;
}

/**
 * The events of a stream. `after` is the last id before it: one without an id keeps that.
 * `onBytes` is told of each piece that arrives, heartbeats included. An event that is cut off is
 * dropped.
 */
export async function* readEvents(
  stream: ReadableStream<Uint8Array>,
  { after = "", onBytes }: { readonly after?: string; readonly onBytes?: () => void } = {},
): AsyncGenerator<ServerEvent> {
  const reader = stream.getReader(); // not every browser can iterate over a stream
  const decoder = new TextDecoder();
  let rest = "";
  let id = after;
  try {
    for (let piece = await reader.read(); !piece.done; piece = await reader.read()) {
      onBytes?.();
      const blocks = (rest + decoder.decode(piece.value, { stream: true })).split(/\r?\n\r?\n/);
      rest = blocks.pop() ?? "";
      for (const block of blocks) {
        const fields = fieldsOf(block);
        id = fields.get("id") ?? id;
        const data = fields.get("data");
        if (data !== undefined) yield { name: fields.get("event") ?? "message", id, data };
      }
    }
  } finally {
    await reader.cancel().catch(() => undefined);
  }
}

/** Lines of `data` are joined; of any other field the last one counts; comments are left out. */
function fieldsOf(block: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const line of block.split(/\r?\n/)) {
    const [, name = "", value = ""] = /^([^:]*)(?:: ?(.*))?$/.exec(line) ?? [];
    const before = name === "data" ? fields.get(name) : undefined;
    if (name !== "") fields.set(name, before === undefined ? value : `${before}\n${value}`);
  }
  return fields;
}

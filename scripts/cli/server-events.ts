/** One server-sent event. */
export interface ServerEvent {
  readonly name: string;
  readonly id: string | undefined;
  readonly data: string;
}

/**
 * The events of a stream, as https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 * reads it. `onBytes` is told of every piece that arrives, heartbeats included. An event that was cut off is dropped.
 */
export async function* readEvents(
  stream: AsyncIterable<Uint8Array>,
  onBytes: () => void = () => undefined,
): AsyncGenerator<ServerEvent> {
  const decoder = new TextDecoder(); // it drops a byte order mark, as the standard wants it
  let text = "";
  let id: string | undefined;
  for await (const bytes of stream) {
    onBytes();
    text += decoder.decode(bytes, { stream: true });
    for (let block = nextBlock(text); block !== undefined; block = nextBlock(text)) {
      text = text.slice(block.end);
      const event = parseBlock(block.lines, id);
      id = event.id;
      if (event.data !== undefined) yield { name: event.name, id, data: event.data };
    }
  }
}

function nextBlock(text: string): { readonly lines: readonly string[]; readonly end: number } | undefined {
  const blank = /(?:\r\n|\n|\r(?!\n|$)){2}/.exec(text);
  if (blank === null) return undefined;
  return { lines: text.slice(0, blank.index).split(/\r\n|\n|\r/), end: blank.index + blank[0].length };
}

function parseBlock(lines: readonly string[], lastId: string | undefined) {
  let name = "message";
  let id = lastId;
  const data: string[] = [];
  for (const line of lines) {
    const [, field = "", value = ""] = /^([^:]*)(?:: ?(.*))?$/s.exec(line) ?? [];
    if (field === "event") name = value;
    else if (field === "id") id = value;
    else if (field === "data") data.push(value);
  }
  return { name, id, data: data.length === 0 ? undefined : data.join("\n") };
}

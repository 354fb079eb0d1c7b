import { createParser } from "eventsource-parser";

/** One server-sent event. */
export interface ServerEvent {
  readonly name: string;
  /** The last id that was sent, with this event or before it. */
  readonly id: string | undefined;
  readonly data: string;
}

/**
 * The events of a stream. `onBytes` is told of every piece that arrives, heartbeats included. An
 * event that was cut off is dropped.
 */
export async function* readEvents(
  stream: AsyncIterable<Uint8Array>,
  onBytes: () => void = () => undefined,
): AsyncGenerator<ServerEvent> {
  const decoder = new TextDecoder();
  const events: ServerEvent[] = [];
  let id: string | undefined;
  const parser = createParser({
    onEvent: ({ event: name = "message", id: own, data }) => {
      id = own ?? id;
      events.push({ name, id, data });
    },
  });
  for await (const bytes of stream) {
    onBytes();
    parser.feed(decoder.decode(bytes, { stream: true }));
    yield* events.splice(0);
  }
}

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readEvents, type ServerEvent } from "./server-events.ts";

const read = (pieces: readonly (string | Uint8Array)[]): Promise<readonly ServerEvent[]> => {
  const bytes = pieces.map((piece) => (typeof piece === "string" ? new TextEncoder().encode(piece) : piece));
  return collect(readEvents(ReadableStream.from(bytes)));
};

describe("server-sent events", () => {
  const text =
    "retry: 2000\n\nevent: status\nid: 1\ndata: {}\n\n:\n\nevent: stage\nid: 2\ndata: 愚痴\ndata: two\n\ndata:x\n\n";
  const events = [
    { name: "status", id: "1", data: "{}" },
    { name: "stage", id: "2", data: "愚痴\ntwo" },
    { name: "message", id: "2", data: "x" },
  ];

  it("are read whatever pieces they come in", async () => {
    assert.deepEqual(await read([text]), events);
    const bytes = new TextEncoder().encode(text);
    assert.deepEqual(await read([...bytes].map((byte) => Uint8Array.of(byte))), events);
  });

  it("are read with every kind of line end", async () => {
    assert.deepEqual(await read([text.replaceAll("\n", "\r\n")]), events);
    assert.deepEqual(await read([`${text.replaceAll("\n", "\r")}:`]), events);
    const split = text.replaceAll("\n", "\r\n").split(/(?<=\r)/);
    assert.deepEqual(await read(split), events);
  });

  it("that were cut off are dropped", async () => {
    assert.deepEqual(await read(["data: whole\n\n", "data: ha"]), [{ name: "message", id: undefined, data: "whole" }]);
  });
});

async function collect<Value>(source: AsyncIterable<Value>): Promise<readonly Value[]> {
  const found: Value[] = [];
  for await (const each of source) found.push(each);
  return found;
}

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readEvents, type ServerEvent } from "./server-events.ts";

const read = async (pieces: readonly (string | Uint8Array)[]): Promise<readonly ServerEvent[]> => {
  const bytes = pieces.map((piece) => (typeof piece === "string" ? new TextEncoder().encode(piece) : piece));
  const found: ServerEvent[] = [];
  for await (const event of readEvents(ReadableStream.from(bytes))) found.push(event);
  return found;
};

describe("server-sent events", () => {
  const text =
    "retry: 2000\n\nevent: status\nid: 1\ndata: {}\n\n:\n\nevent: step\nid: 2\ndata: 愚痴\ndata: two\n\ndata:x\n\n";
  const events = [
    { name: "status", id: "1", data: "{}" },
    { name: "step", id: "2", data: "愚痴\ntwo" },
    { name: "message", id: "2", data: "x" },
  ];

  it("are read whatever pieces they come in", async () => {
    assert.deepEqual(await read([text]), events);
    const bytes = new TextEncoder().encode(text);
    assert.deepEqual(await read([...bytes].map((byte) => Uint8Array.of(byte))), events);
  });

  it("are read with the line ends of every server", async () => {
    const split = text.replaceAll("\n", "\r\n").split(/(?<=\r)/);
    assert.deepEqual(await read(split), events);
  });

  it("that were cut off are dropped", async () => {
    assert.deepEqual(await read(["data: whole\n\n", "data: ha"]), [{ name: "message", id: "", data: "whole" }]);
  });
});

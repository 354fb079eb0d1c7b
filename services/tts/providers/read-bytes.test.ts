import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readBytes } from "./read-bytes.ts";

const signal = new AbortController().signal;

describe("readBytes", () => {
  it("gives the whole body, and nothing where there is none", async () => {
    assert.deepEqual([...(await readBytes("x", new Response("abc"), signal, 3))], [97, 98, 99]);
    assert.equal((await readBytes("x", new Response(null), signal)).length, 0);
  });

  it("reads no further than the bound, and lets go of the rest", async () => {
    let canceled = false;
    const endless = new ReadableStream({
      pull: (controller) => controller.enqueue(new Uint8Array(1_000)),
      cancel: () => {
        canceled = true;
      },
    });
    await assert.rejects(readBytes("x", new Response(endless), signal, 5_000), { kind: "broken_answer" });
    assert.ok(canceled);
  });

  it("tells a connection that breaks off from an abort, which keeps its reason", async () => {
    const breaking = () =>
      new Response(new ReadableStream({ pull: (controller) => controller.error(new TypeError("terminated")) }));
    await assert.rejects(readBytes("x", breaking(), signal), { kind: "cut" });
    const reason = new Error("canceled");
    await assert.rejects(readBytes("x", breaking(), AbortSignal.abort(reason)), (error) => error === reason);
  });
});

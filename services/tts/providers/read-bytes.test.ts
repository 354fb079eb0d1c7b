import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readBytes } from "./read-bytes.ts";

const { signal } = new AbortController();

const broken = () => new Response(new ReadableStream({ pull: (controller) => controller.error(new Error("gone")) }));

describe("reading an answer's bytes", () => {
  it("gives all of them", async () => {
    assert.deepEqual([...(await readBytes("cloud", new Response(new Uint8Array([1, 2, 3])), signal))], [1, 2, 3]);
    assert.equal((await readBytes("cloud", new Response(null), signal)).length, 0);
  });

  it("stops at the bound, also when the answer never ends", async () => {
    let [pulled, canceled] = [0, false];
    const endless = new ReadableStream<Uint8Array<ArrayBuffer>>({
      pull: (controller) => {
        pulled += 1_000;
        controller.enqueue(new Uint8Array(1_000));
      },
      cancel: () => {
        canceled = true;
      },
    });
    await assert.rejects(readBytes("cloud", new Response(endless), signal, 10_000), { kind: "broken_answer" });
    assert.ok(canceled, "the rest is not fetched");
    assert.ok(pulled <= 13_000, `${pulled} bytes of 10,000 and what was already on its way`);
  });

  it("tells a broken connection from an abort", async () => {
    await assert.rejects(readBytes("cloud", broken(), signal), { kind: "cut" });
    const reason = new Error("canceled");
    await assert.rejects(readBytes("cloud", broken(), AbortSignal.abort(reason)), (error) => error === reason);
  });
});

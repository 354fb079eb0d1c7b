import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { progressLine } from "./progress.ts";
import { age, outputLines, tableLines } from "./show.ts";

const AT = "2026-11-24T09:00:00.000Z";

describe("what is shown", () => {
  it("leaves out the columns at the right that do not fit, and never the id", () => {
    const rows = [
      ["01a2", "completed", "愚痴", "09:00"],
      ["01a3", "failed", "guchi-fast", "09:01"],
    ];
    assert.deepEqual(tableLines(rows, undefined), [
      "01a2  completed  愚痴        09:00",
      "01a3  failed     guchi-fast  09:01",
    ]);
    assert.deepEqual(tableLines(rows, 30), ["01a2  completed  愚痴", "01a3  failed     guchi-fast"]);
    assert.deepEqual(tableLines(rows, 14), ["01a2", "  completed", "01a3", "  failed"]);
    assert.deepEqual(tableLines([], 80), []);
  });

  it("is a length of time in one unit", () => {
    const lengths = [-1, 400, 12_900, 185_000, 5 * 3_600_000, 50 * 3_600_000].map(age);
    assert.deepEqual(lengths, ["0.0 s", "0.4 s", "12 s", "3 min", "5 h", "2 d"]);
  });

  it("is an output in the form that suits it", () => {
    assert.deepEqual(outputLines(undefined, 80), []);
    assert.deepEqual(outputLines(["Hello Seattle", "Hello Tokyo"], 80), ["Hello Seattle", "Hello Tokyo"]);
    assert.deepEqual(outputLines("one two", 4), ["one", "two"]);
    assert.deepEqual(outputLines({ n: 1 }, 80), ["{", '  "n": 1', "}"]);
    const url = `http://localhost/${"x".repeat(100)}`;
    assert.deepEqual(outputLines({ message: "つらいね", image: { url }, audio: { url } }, 20), [
      "つらいね",
      "",
      `picture  ${url}`,
      `voice    ${url}`,
    ]);
  });

  it("keeps a help line whole, however narrow the terminal, and breaks the words around it as any", () => {
    const lines = [
      { name: "A", phone: "0120-279-338", hours: "24時間" },
      { name: "B", url: "https://talkme.jp/chat/", hours: "24時間" },
    ];
    const message = "ひとりで 抱えないで\n\n・A 0120-279-338（24時間）\n・B（24時間） https://talkme.jp/chat/";
    assert.deepEqual(outputLines({ reaction: "care", message, care: { kind: "abuse", lines } }, 12), [
      "ひとりで",
      "抱えないで",
      "",
      "・A 0120-279-338（24時間）",
      "・B（24時間） https://talkme.jp/chat/",
    ]);
  });

  it("obeys nothing that came from the server", () => {
    assert.deepEqual(outputLines("\u001B[2Jgone", 80), ["gone"]);
    assert.deepEqual(outputLines(["\u001B[2Jgone"], 80), ["gone"]);
    assert.deepEqual(tableLines([["\u001B[2Jgone"]], 80), ["gone"]);
  });

  const plain = { tint: (_: unknown, text: string) => text };
  const lines: readonly [entry: Parameters<typeof progressLine>[0], line: string | undefined][] = [
    [{ at: AT, event: "created" }, undefined],
    [{ at: AT, event: "began", step: "tts", attempt: 1, worker: "w" }, undefined],
    [{ at: AT, event: "completed", step: "tts", workMs: 1_234, provider: "local" }, "✓ tts         1.2 s    local"],
    [{ at: AT, event: "failed", step: "tts", workMs: 10, code: "time_limit" }, "✗ tts         0.0 s    time_limit"],
    [{ at: AT, event: "status", status: "suspended" }, "‖ suspended"],
    [{ at: AT, event: "status", status: "completed" }, undefined],
  ];
  for (const [entry, line] of lines) {
    it(`has for ${entry.event} ${entry.status ?? ""} this line: ${line}`, () => {
      assert.equal(progressLine(entry, plain), line);
    });
  }
});

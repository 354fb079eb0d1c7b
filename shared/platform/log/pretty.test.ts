import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { createLog } from "./log.ts";
import { prettyLine } from "./pretty.ts";

describe("a log line to read", () => {
  it("is one line with time, level, service, code, text and what it is about; an error's stack follows", () => {
    const lines: string[] = [];
    const log = createLog("tts", { LOG_LEVEL: "info" }, { write: (line) => void lines.push(prettyLine(line, false)) });
    log.info({ code: "job.completed", job: "j1", ms: 12, at: { x: 1 } }, "job completed");
    log.warn({ code: "voice.failed", err: new TypeError("no voice") }, "her voice failed");
    log.error({ code: "http.unexpected", err: new TypeError("bug") }, "unexpected error");
    const [info = "", warn = "", error = ""] = lines;
    assert.match(
      info,
      /^\d\d:\d\d:\d\d\.\d{3} INFO  tts       job\.completed job completed job=j1 ms=12 at=\{"x":1\}\n$/,
    );
    assert.match(warn, /^\S+ WARN  tts       voice\.failed her voice failed TypeError: no voice\n$/);
    assert.match(error, /^\S+ ERROR tts       http\.unexpected unexpected error TypeError: bug \n    at .+\n/);
  });

  it("has colors where it is told to, and leaves alone what is no line of the log", () => {
    const line = JSON.stringify({ level: 40, time: 0, service: "tts", msg: "x" });
    assert.ok(prettyLine(line, true).includes("\u001B[33mWARN \u001B[0m"));
    assert.equal(prettyLine("Segmentation fault\n", true), "Segmentation fault\n");
  });
});

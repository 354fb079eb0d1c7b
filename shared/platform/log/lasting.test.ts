import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ofRedis } from "@guchi/chain/redis/trouble.ts";
import { until } from "@guchi/chain/testing/until.ts";
import { LastingStates, type State } from "./lasting.ts";
import { createLog } from "./log.ts";

/** As ioredis throws it. */
class ReplyError extends Error {
  override readonly name = "ReplyError";
}

const readOnly = () => new ReplyError("READONLY You can't write against a read only replica.");
const away = () => ofRedis(Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" }));

function logged() {
  const lines: Record<string, unknown>[] = [];
  const log = createLog("test", { LOG_LEVEL: "info" }, { write: (line: string) => void lines.push(JSON.parse(line)) });
  return { log, lines };
}

describe("what lasts, in the log", () => {
  it("writes a trouble of Redis once, whoever meets it, and everything else each time", () => {
    const { log, lines } = logged();
    for (let time = 0; time < 100; time += 1) {
      log.error({ err: readOnly() }, "queue worker error");
      log.child({ stage: "tts" }).warn({ err: readOnly() }, "heartbeat");
      log.warn({ err: away() }, "Redis connection");
      log.warn({ err: new Error("Connection is closed.") }, "metrics");
    }
    assert.deepEqual(
      lines.map(({ msg }) => msg),
      ["Redis takes no writes", "Redis connection"],
    );
    for (let time = 0; time < 3; time += 1) log.warn({ err: new Error("connect ECONNREFUSED") }, "provider failed");
    log.fatal({ err: readOnly() }, "could not start");
    assert.equal(lines.length, 6, "what is no trouble of Redis, and what ends the process");
  });

  it("says that Redis takes no writes by one code, with the reason, and not that it is about to", () => {
    const { log, lines } = logged();
    log.error({ code: "queue.failed", err: new ReplyError("UNBLOCKED force unblock from blocking operation") }, "x");
    log.error({ code: "look.failed", err: readOnly() }, "look failed");
    log.warn({ code: "redis.refuses_writes", err: readOnly() }, "waits until Redis takes writes");
    const told = lines.map(({ level, code, err }) => [level, code, String(Object(err).message).slice(0, 8)]);
    assert.deepEqual(told, [[40, "redis.refuses_writes", "READONLY"]]);
  });

  it("never writes what Redis was sent", () => {
    const { log, lines } = logged();
    const error = new ReplyError("ERR unknown command 'set', with args beginning with: 'guchi:secret:media' 'S3CRET' ");
    log.fatal({ err: Object.assign(error, { command: { name: "set", args: ["key", "S3CRET"] } }) }, "could not start");
    const text = JSON.stringify(lines);
    assert.match(text, /unknown command 'set'/);
    assert.ok(!text.includes("S3CRET"), text);
  });

  it("tells a state that lasts now and then, and its end, with how much was not written", async () => {
    const told: [what: string, state: State][] = [];
    const states = new LastingStates(
      { still: (state) => told.push(["still", state]), over: (state) => told.push(["over", state]) },
      { againMs: 50, overMs: 100 },
    );
    assert.equal(states.isFirst("OOM", "first"), true);
    await until("it to be told again", () => {
      states.isFirst("OOM", "latest");
      return told.length >= 2;
    });
    await until("its end", () => told.at(-1)?.[0] === "over");
    assert.deepEqual([told[0]?.[0], told[0]?.[1].said], ["still", "latest"]);
    assert.ok((told.at(-1)?.[1].unwritten ?? 0) >= 2);
    assert.equal(states.isFirst("OOM", "again"), true, "the next time is a new state");
  });
});

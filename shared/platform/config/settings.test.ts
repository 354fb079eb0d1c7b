import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { ConfigError } from "./config-error.ts";
import { readSettings, variablesOf } from "./settings.ts";
import { integer, text } from "./variables.ts";

const declaration = {
  settings: { SPEED: integer(1, 9)({ about: "How fast", fallback: "5" }), VOICE: text({ about: "Whose voice" }) },
  stages: { "say-it": { concurrency: 3 } },
};

describe("what a service declares of its environment", () => {
  it("is read beside what every service reads, and what each of its stages has", () => {
    const settings = readSettings(declaration, { VOICE: "hers", SAY_IT_RATE_LIMIT: "5/60", LOG_LEVEL: "warn" });
    const speed: number = settings.SPEED;
    const voice: string | undefined = settings.VOICE;
    assert.deepEqual([speed, voice, settings.LOG_LEVEL], [5, "hers", "warn"]);
    assert.deepEqual(settings.stages, { "say-it": { concurrency: 3, rateLimit: { jobs: 5, seconds: 60 } } });
    assert.equal(readSettings(declaration, { SAY_IT_CONCURRENCY: "7" }).stages["say-it"]?.concurrency, 7);
  });

  it("has one more number for a stage whose work another machine may do", () => {
    const remote = { ...declaration, stages: { "say-it": { concurrency: 2, remoteConcurrency: 16 } } };
    const { stages } = readSettings(remote, { SAY_IT_CONCURRENCY: "3" });
    assert.deepEqual(stages["say-it"], { concurrency: 3, remoteConcurrency: 16, rateLimit: undefined });
    assert.equal(readSettings(remote, { SAY_IT_REMOTE_CONCURRENCY: "5" }).stages["say-it"]?.remoteConcurrency, 5);
    assert.throws(() => readSettings(remote, { SAY_IT_REMOTE_CONCURRENCY: "0" }), /SAY_IT_REMOTE_CONCURRENCY/);
    assert.ok(!("SAY_IT_REMOTE_CONCURRENCY" in variablesOf(declaration)));
  });

  it("is listed with the defaults of its stages", () => {
    const variables = variablesOf(declaration);
    for (const name of ["REDIS_URL", "SPEED", "VOICE", "SAY_IT_RATE_LIMIT"]) assert.ok(name in variables, name);
    assert.equal(variables["SAY_IT_CONCURRENCY"]?.fallback, "3");
  });

  it("is refused with all that is wrong at once", () => {
    const given = { SPEED: "10", SAY_IT_CONCURRENCY: "0", JOB_TTL: "soon", OTHER: "?" };
    const error = ConfigError;
    assert.throws(
      () => readSettings(declaration, given),
      (thrown) => thrown instanceof error && thrown.problems.map((line) => line.split(" ")[0]).length === 3,
    );
  });
});

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, it } from "node:test";
import { serve } from "../test/fakes/serve.ts";

interface Finished {
  readonly code: number;
  readonly stderr: string;
}

const advisory = (severity: string) => ({
  undici: [
    {
      id: severity.length,
      url: "https://advisories.example/1",
      title: "Told to test",
      severity,
      vulnerable_versions: "<999",
    },
  ],
});

describe("npm run audit", { timeout: 120_000 }, () => {
  let cache = "";
  before(async () => {
    cache = await mkdtemp(join(tmpdir(), "guchi-audit-"));
  });
  after(() => rm(cache, { recursive: true }));

  /** Against a registry that answers the advisories that it knows (undefined: it has no audit). */
  const audit = async (advisories: object | undefined): Promise<Finished> => {
    const registry = await serve(async (request, response) => {
      const isAudit = request.url?.includes("/security/advisories/bulk") === true;
      request.resume();
      response.statusCode = isAudit ? (advisories === undefined ? 405 : 200) : 404;
      response.setHeader("content-type", "application/json");
      response.end(JSON.stringify(isAudit ? (advisories ?? {}) : {}));
    });
    try {
      const env = { ...process.env, npm_config_registry: registry.origin, npm_config_cache: cache };
      return await new Promise((resolve) => {
        execFile(
          process.execPath,
          ["scripts/audit.ts"],
          { cwd: join(import.meta.dirname, ".."), env },
          (error, _, stderr) => resolve({ code: typeof error?.code === "number" ? error.code : 0, stderr }),
        );
      });
    } finally {
      await registry.close();
    }
  };
  it("passes when the registry knows nothing of high severity", async () => {
    assert.equal((await audit({})).code, 0);
    const { code, stderr } = await audit(advisory("moderate"));
    assert.equal(code, 0, stderr);
    assert.match(stderr, /^Guchi: [1-9]\d* advisories .* 0 of them/m);
  });

  it("fails over a high one, and names it", async () => {
    const { code, stderr } = await audit(advisory("high"));
    assert.equal(code, 1);
    assert.match(stderr, /^high: undici .*Told to test \(https:\/\/advisories\.example\/1\)/m);
  });

  it("says so when the registry has no audit", async () => {
    const { code, stderr } = await audit(undefined);
    assert.equal(code, 2);
    assert.match(stderr, /not audited: 405/);
  });
});

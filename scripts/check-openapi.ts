import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { startTestGateway } from "../services/gateway/testing.ts";

/**
 * Looks whether the API page is good OpenAPI, as the gateway gives it:
 * https://redocly.com/docs/cli/rules/recommended. Warnings count, too.
 */
const gateway = await startTestGateway();
const { body } = await gateway.app.inject("/docs/json");
await gateway.stop();

const dir = await mkdtemp(join(tmpdir(), "guchi-openapi-"));
await writeFile(join(dir, "openapi.json"), body);
const { status, stdout, stderr, error } = spawnSync("redocly", ["lint", "openapi.json", "--max-problems", "100"], {
  cwd: dir,
  encoding: "utf8",
  env: { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" },
});
await rm(dir, { recursive: true });
if (error !== undefined) throw error; // it did not even begin
const isClean = status === 0 && !/\bwarnings?\b/i.test(stdout + stderr);
console.log(isClean ? "The API page is good OpenAPI." : `${stdout}${stderr}`);
process.exitCode = isClean ? 0 : 1;

import { spawnSync } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { EXPRESSIONS } from "../grafana/dashboard.ts";

const HERE = import.meta.dirname;
const PROMTOOL = "promtool";
/** What Grafana puts in place of these. */
const VARIABLES: readonly (readonly [name: string, value: string])[] = [
  ["$__rate_interval", "1m"],
  ["$__range", "1h"],
];

/**
 * `npm run check:alerts`: checks the alert rules, runs their tests, and has promtool read each
 * expression of the dashboard. Where there is no promtool, it says so and nothing is checked.
 */
async function main(): Promise<void> {
  if (spawnSync(PROMTOOL, ["--version"], { stdio: "ignore" }).error !== undefined) {
    process.stderr.write(
      "\n!!! The alert rules and the dashboard were NOT CHECKED: there is no promtool (Debian's `prometheus`).\n",
    );
    return;
  }
  const folder = await mkdtemp(join(tmpdir(), "guchi-expressions-"));
  try {
    const expressions = join(folder, "dashboard.rules.yml");
    await writeFile(expressions, rulesOf(EXPRESSIONS));
    const calls = [
      ["check", "rules", join(HERE, "guchi.rules.yml")],
      ["test", "rules", join(HERE, "guchi.rules.test.yml")],
      ["check", "config", join(HERE, "prometheus.yml")],
      ["check", "rules", expressions],
    ];
    if (!calls.every((words) => spawnSync(PROMTOOL, words, { stdio: ["ignore", 2, 2] }).status === 0))
      process.exitCode = 1;
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** Each expression as a rule of its own: promtool reads rules. JSON is YAML. */
function rulesOf(expressions: readonly string[]): string {
  const rules = expressions.map((expr, at) => ({
    record: `dashboard:expression_${at}`,
    expr: VARIABLES.reduce((text, [name, value]) => text.replaceAll(name, value), expr),
  }));
  return JSON.stringify({ groups: [{ name: "dashboard", rules }] });
}

await main();

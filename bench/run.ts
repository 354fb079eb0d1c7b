import { fork, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { cpus, release, totalmem } from "node:os";
import { join } from "node:path";
import { findRedisServer } from "../shared/chain/redis/find-server.mjs";
import { parseAs } from "../shared/chain/schema.ts";
import { cellsOf, Report, TITLES, type Row } from "./report.ts";

/**
 * `node bench/run.ts [names…]`: runs each bench in a process of its own, one after the other, and
 * writes bench/RESULTS.md. Lines of benches that were not run stay as long as machine and versions
 * are the same. Ends with 1 where a bench failed; a goal that is not reached is no failure.
 */
const BENCHES = [
  "chain",
  "webhook",
  "start",
  "status",
  "waiting",
  "memory",
  "growth",
  "scale",
  "fan-in",
  "boot",
  "answer",
  "install",
];
const RESULTS = join(import.meta.dirname, "RESULTS.md");
const PACKAGES = ["bullmq", "fastify", "ioredis"];

const names = process.argv.length > 2 ? process.argv.slice(2) : BENCHES;
const unknown = names.filter((name) => !BENCHES.includes(name));
if (unknown.length > 0) {
  console.error(`There is no bench ${unknown.join(", ")}: ${BENCHES.join(", ")}`);
  process.exit(1);
}

const place = await placeOf();
const table = new Map(await earlierTable(place));
for (const name of names) {
  console.log(`\n== ${name}`);
  const rows = await run(name);
  if (rows !== undefined) table.set(name, rows.map(cellsIn(name)));
}
await writeFile(RESULTS, page(place, table));

/** What it reported; undefined where it failed. */
async function run(name: string): Promise<readonly Row[] | undefined> {
  const child = fork(join(import.meta.dirname, name, "bench.ts"));
  const rows: Row[] = [];
  child.on("message", (message) => rows.push(...parseAs(Report, message).rows));
  const [code]: unknown[] = await once(child, "exit");
  if (code === 0) return rows;
  console.error(`The bench ${name} ended with ${String(code)}`);
  process.exitCode = 1;
  return undefined;
}

function cellsIn(name: string): (row: Row) => readonly string[] {
  const when = [commit(), new Date().toISOString().slice(0, 10)];
  return (row) => [name, ...cellsOf(row), ...when];
}

/** The cells of each line of a table, by bench. */
type Table = ReadonlyMap<string, readonly (readonly string[])[]>;

function page(place: string, table: Table): string {
  const titles = ["bench", ...TITLES, "commit", "date"];
  return [
    "# Results",
    "",
    "Written by `npm run bench`: ours beside a peer in the same run, on a Redis of its own (AOF everysec). Figures are medians of",
    "alternating rounds. What counts is the ratio, which holds on other machines; a goal is one of the ratio, or of ours where there",
    "is no peer. [Performance](../docs/performance.md) says what they mean.",
    "",
    place,
    "",
    ...aligned([titles, ...BENCHES.flatMap((name) => table.get(name) ?? [])]),
    "",
  ].join("\n");
}

function aligned([titles = [], ...lines]: readonly (readonly string[])[]): readonly string[] {
  const widths = titles.map((title, at) => Math.max(title.length, ...lines.map((cells) => cells[at]?.length ?? 0)));
  const line = (cells: readonly string[], fill = " ") =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0, fill)).join(" | ")} |`;
  return [
    line(titles),
    line(
      widths.map(() => "-"),
      "-",
    ),
    ...lines.map((cells) => line(cells)),
  ];
}

/** The lines of each bench, of an earlier run in the same place. */
async function earlierTable(place: string): Promise<Table> {
  const text = await readFile(RESULTS, "utf8").catch(() => "");
  const lines = text.includes(place) ? text.split("\n").filter((line) => line.startsWith("| ")) : [];
  const cells = lines.map((line) =>
    line
      .split("|")
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
  return new Map(BENCHES.map((name) => [name, cells.filter(([bench]) => bench === name)]));
}

/** Machine and versions, in one line. */
async function placeOf(): Promise<string> {
  const memory = `${(totalmem() / 2 ** 30).toFixed(0)} GiB`;
  // Without what a provider adds to the kernel's version: it names a build, not a speed.
  const kernel = release().split("-")[0];
  const machine = `${cpus()[0]?.model.trim()}, ${cpus().length} cores, ${memory}, kernel ${kernel}`;
  const packages = await Promise.all(PACKAGES.map(async (name) => `${name} ${await versionOf(name)}`));
  const redis = findRedisServer().server;
  return [machine, `Node ${process.versions.node}`, `${redis?.command} ${redis?.version}`, ...packages].join(" · ");
}

async function versionOf(name: string): Promise<string> {
  const file = join(import.meta.dirname, "../node_modules", name, "package.json");
  const { version }: { version?: unknown } = JSON.parse(await readFile(file, "utf8"));
  return String(version);
}

/** With a `+` where files differ from it. */
function commit(): string {
  const { status, stdout } = git("rev-parse", "--short", "HEAD");
  if (status !== 0) return "unknown";
  const isChanged = git("status", "--porcelain", "--", ":!RESULTS.md").stdout !== "";
  return `${stdout.trim()}${isChanged ? "+" : ""}`;
}

function git(...args: readonly string[]) {
  return spawnSync("git", args, { cwd: import.meta.dirname, encoding: "utf8" });
}

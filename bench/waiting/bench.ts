import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import Type, { type Static, type TSchema } from "typebox";
import { parseAs } from "../../shared/chain/schema.ts";
import { Connections, requestOf } from "../http/load.ts";
import { report } from "../report.ts";
import { alternate, median, quantile, wholeNumber } from "../rounds.ts";

/**
 * What clients cost that wait with `?wait=`: 10,000 of them on one gateway, in memory, and how long
 * it takes until they are told of a change; beside bare Fastify, whose handlers wait for a promise
 * and nothing else.
 */
const CLIENTS = wholeNumber("BENCH_CLIENTS", 10_000);
const SETTLE_MS = 1_000;

const Place = Type.Object({ port: Type.Integer(), path: Type.String() });
const Memory = Type.Object({ rss: Type.Number() });

interface Contender {
  readonly name: string;
  readonly child: ChildProcess;
  readonly rssBefore: number;
}

const contenders = [await start("gateway", "gateway.ts"), await start("bare Fastify", "bare.ts")];
const rounds = await alternate(contenders, async (contender) => wait(contender));
// The first time, in a fresh process: of later ones the sockets find room that was used before.
const kib = rounds.map(([first]) => first?.kibEach);
const p99 = rounds.map((each) => median(each.map(({ p99Ms }) => p99Ms)));
const [oursKib = Number.NaN, peerKib = Number.NaN] = kib;
const [ours = Number.NaN, peer = Number.NaN] = p99;
const [what, unit] = [`${CLIENTS} long polls`, "KiB each"];
report([
  { what: `${what}, memory`, unit, ours: oursKib, goal: { most: 12 } },
  { what: `${what}, memory`, unit, ours: oursKib, peer: { name: "bare Fastify", figure: peerKib } },
  { what: `${what}, p99 from event to client`, unit: "ms", ours, goal: { most: 100 } },
  { what: `${what}, p99 from event to client`, unit: "ms", ours, peer: { name: "bare Fastify", figure: peer } },
]);
for (const { child } of contenders) child.send("stop");

async function start(name: string, file: string): Promise<Contender> {
  const child = fork(new URL(file, import.meta.url), { execArgv: ["--expose-gc"] });
  await once(child, "message");
  const contender = { name, child, rssBefore: 0 };
  await wait(contender, 100); // warms up
  return { ...contender, rssBefore: (await ask(child, "memory", Memory)).rss };
}

/** All wait for one event, each over a connection of its own, and are told of it. */
async function wait({ child, rssBefore }: Contender, clients = CLIENTS) {
  const { port, path } = await ask(child, "begin", Place);
  const connections = await Connections.open(port, clients);
  const told = connections.all(requestOf("GET", path));
  await sleep(SETTLE_MS);
  const { rss } = await ask(child, "memory", Memory);
  const from = performance.now();
  child.send("finish");
  const times = (await told).map((at) => at - from);
  connections.close();
  await sleep(SETTLE_MS); // their ends are work, too
  return { kibEach: (rss - rssBefore) / CLIENTS / 1_024, p50Ms: median(times), p99Ms: quantile(times, 0.99) };
}

async function ask<Schema extends TSchema>(child: ChildProcess, what: string, schema: Schema): Promise<Static<Schema>> {
  const answer = once(child, "message");
  child.send(what);
  return parseAs(schema, (await answer)[0]);
}

import { fork } from "node:child_process";
import { once } from "node:events";
import { Agent, request } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import Type, { type Static, type TSchema } from "typebox";
import { parseAs } from "../../shared/chain/schema.ts";

/**
 * What clients cost that wait with `?wait=`: 10,000 of them on one gateway, in memory and in Redis
 * connections, and how long it takes until the last one is told of a change.
 */
const CLIENTS = number("BENCH_CLIENTS", 10_000);
const AT_ONCE = 100;

const child = fork(new URL("gateway.ts", import.meta.url), { execArgv: ["--expose-gc"] });
const told = async <Schema extends TSchema>(schema: Schema, ask?: string): Promise<Static<Schema>> => {
  const answer = once(child, "message");
  if (ask !== undefined) child.send(ask);
  return parseAs(schema, (await answer)[0]);
};
const Memory = Type.Object({ rss: Type.Number(), heap: Type.Number() });
const Clients = Type.Object({ redisClients: Type.Number() });
const { base, id } = await told(Type.Object({ base: Type.String(), id: Type.String() }));
const url = new URL(`/jobs/${id}?wait=55`, base);
const agent = new Agent({ keepAlive: false, maxSockets: Number.POSITIVE_INFINITY });
let answered = 0;

await wave(100); // warms up
const before = await told(Memory, "memory");
const clientsBefore = await told(Clients, "clients");
const waiting: Promise<number>[] = [];
for (let count = 0; count < CLIENTS; count += AT_ONCE) {
  waiting.push(...Array.from({ length: AT_ONCE }, () => ask(url)));
  await sleep(50); // lets the kernel's backlog empty
}
await sleep(2_000);
const during = await told(Memory, "memory");
const clientsDuring = await told(Clients, "clients");
const early = answered;
const from = performance.now();
child.send("finish");
const codes = await Promise.all(waiting);
const ms = performance.now() - from;
const good = codes.filter((code) => code === 200).length;
console.log(
  `${CLIENTS} clients waiting (${early - 100} answered early), ${good} told of the end within ${ms.toFixed(0)} ms`,
);
console.log(
  `memory: ${mib(before.rss)} MiB before, ${mib(during.rss)} MiB with them: ${((during.rss - before.rss) / CLIENTS / 1_024).toFixed(1)} KiB a client`,
);
console.log(
  `JavaScript heap: ${mib(before.heap)} to ${mib(during.heap)} MiB; Redis connections: ${clientsBefore.redisClients} to ${clientsDuring.redisClients}`,
);
child.send("stop");

async function wave(clients: number): Promise<void> {
  const short = new URL(`/jobs/${id}?wait=1`, base);
  await Promise.all(Array.from({ length: clients }, () => ask(short)));
}

function ask(target: URL): Promise<number> {
  return new Promise((resolve, reject) => {
    request(target, { agent }, (response) => {
      response.resume();
      response.on("end", () => {
        answered += 1;
        resolve(response.statusCode ?? 0);
      });
    })
      .on("error", reject)
      .end();
  });
}

function mib(bytes: number): string {
  return (bytes / 1_048_576).toFixed(0);
}

function number(name: string, fallback: number): number {
  const given = Number(process.env[name] ?? fallback);
  return Number.isInteger(given) && given > 0 ? given : fallback;
}

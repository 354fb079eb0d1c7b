import { mkdtemp, rm } from "node:fs/promises";
import { Redis } from "ioredis"; import { connectRedis } from "../../shared/redis/connect.ts";
import { redisOptions } from "../../shared/redis/connect.ts";
import { startEmbeddedRedis } from "../../shared/redis/embedded.ts";
import { flow } from "./flow.ts";
import { guchi } from "./guchi.ts";
import { plain, plainBatched } from "./plain.ts";
const dir = await mkdtemp("/tmp/guchi-bench-");
const server = await startEmbeddedRedis(dir);
const auto = process.env.AUTO === "1";
const connect = () =>
  new Redis({ ...redisOptions(server.url), maxRetriesPerRequest: null, enableAutoPipelining: auto });
const probe = connect();
const redisCpu = async () => {
  const i = await probe.info("cpu");
  const f = (n: string) => Number(new RegExp(`${n}:([\\d.]+)`).exec(i)![1]);
  return [f("used_cpu_user_main_thread"), f("used_cpu_sys_main_thread")];
};
const CH = Number(process.env.CH ?? 1500);
const which = (process.env.W ?? "plain,guchi,flow").split(",");

const raw = () => new Redis({ ...redisOptions(server.url), maxRetriesPerRequest: null });
const prod = () => connectRedis(server.url, "worker", console.error);
const P = { text: "x".repeat(489) };
const cs: [string, any][] = [];
cs.push(["plain", await plain({ connect: raw as any, payload: P, concurrency: 50 })]);
cs.push(["plainB", await plainBatched({ connect: prod as any, payload: P, concurrency: 50 })]);
cs.push(["guchi", await guchi({ connect: raw as any, payload: P, concurrency: 50 })]);
await new Promise((r) => setTimeout(r, 100));
process.env.GQ = "b";
cs.push(["guchiB", await guchi({ connect: prod as any, payload: P, concurrency: 50 })]);
cs.push(["flow", await flow({ connect: raw as any, payload: P, concurrency: 50 })]);

const go = async (c: any, n: number) => { let s = 0; await Promise.all(Array.from({ length: 50 }, async () => { while (s < n) { s++; await c.run(); } })); };
const use = cs.filter(([n]) => which.includes(n));
for (const [, c] of use) await go(c, 800);
const w = new Map<string, number[]>(), u = new Map<string, number[]>();
for (let r = 0; r < Number(process.env.R ?? 10); r++) for (let i = 0; i < use.length; i++) { const [n, c] = use[(i + r) % use.length]!; const t = performance.now(); const c0 = process.cpuUsage(); const r0 = await redisCpu(); await go(c, CH); const c1 = process.cpuUsage(c0); const r1 = await redisCpu(); (w.get(n) ?? w.set(n, []).get(n)!).push((performance.now() - t) * 1000 / CH); (u.get(n) ?? u.set(n, []).get(n)!).push((c1.user + c1.system) / CH + (r1[0]! + r1[1]! - r0[0]! - r0[1]!) * 1e6 / CH); }
const med = (a: number[]) => a.sort((x, y) => x - y)[a.length >> 1]!;
const base = med(w.get("plain")!);
for (const [n] of use) console.log(n.padEnd(8), "wall", med(w.get(n)!).toFixed(0), "ratio", (base / med(w.get(n)!)).toFixed(2), "cpu", med(u.get(n)!).toFixed(0));
process.exit(0);

import { alternate, median, wholeNumber } from "../rounds.ts";
import type { Row } from "../report.ts";
import { cpuSecondsOf } from "../sizes/processes.ts";
import { Connections, type Pace } from "./load.ts";
import type { Server, Stand } from "./servers.ts";

const SECONDS = wholeNumber("BENCH_SECONDS", 2);
/** V8 is done compiling then: ours has more code than the peer, and a service runs for days. */
const WARM_UP_SECONDS = 15;
const CONNECTIONS = 20;

interface Comparison {
  readonly what: string;
  /** Makes the next request. */
  readonly next: () => Buffer;
  /** Of the peer's requests a second. */
  readonly least: number;
  /** After each round: what nobody works on is in nobody's way. */
  readonly tidy?: () => Promise<unknown>;
}

/** All saturated by 20 connections, in turn: the row of requests a second. */
export async function compare({ contenders, redis }: Stand, { what, next, least, tidy }: Comparison): Promise<Row> {
  console.log(`\n${what}: ${CONNECTIONS} connections, ${SECONDS} s a round`);
  for (const server of contenders) await saturate(server, next, WARM_UP_SECONDS);
  const rounds = await alternate(contenders, async (server) => {
    await tidy?.();
    const used = async () => Promise.all([server.pid, redis.pid].map(cpuSecondsOf));
    const before = await used();
    const pace = await saturate(server, next, SECONDS);
    const after = await used();
    const [nodeUs = 0, redisUs = 0] = after.map(
      (seconds, at) => ((seconds - (before[at] ?? 0)) * 1e6) / (pace.perSecond * SECONDS),
    );
    return { ...pace, nodeUs, redisUs };
  });
  const speeds = rounds.map((each) => median(each.map(({ perSecond }) => perSecond)));
  const [ours = Number.NaN, figure = Number.NaN, old] = speeds;
  for (const [at, { name }] of contenders.entries()) {
    const of = (what: "nodeUs" | "redisUs") => median(rounds[at]?.map((each) => each[what]) ?? []).toFixed(0);
    console.log(`${name}: ${of("nodeUs")} µs of Node's CPU a request, ${of("redisUs")} of Redis'`);
  }
  if (old !== undefined) console.log(`${what}: ${(ours / old).toFixed(3)} of the old gateway's requests/s`);
  return { what, unit: "requests/s", ours, peer: { name: contenders[1]?.name ?? "", figure }, goal: { least } };
}

async function saturate({ port }: Server, next: () => Buffer, seconds: number): Promise<Pace> {
  const connections = await Connections.open(port, CONNECTIONS);
  const pace = await connections.saturate(next, seconds);
  connections.close();
  return pace;
}

import { setTimeout as sleep } from "node:timers/promises";
import type { FakeRoute } from "../fakes/openai/route.ts";
import { ROUTES } from "../fakes/openai/routes.ts";
import { startFakeOpenAi } from "../fakes/openai/server.ts";

/** Which paid call makes which part, and so which service makes it. */
const PARTS: ReadonlyMap<string, string> = new Map([
  ["chat", "persona"],
  ["images", "imagegen"],
  ["speech", "tts"],
]);
/**
 * A call that was answered so lately may not be recorded yet when its process is killed, in ms: up
 * to 16 pictures at once are still being cut to size and written, on a machine that others use.
 * While Redis is away, and as long again after, nothing is recorded at all.
 */
const UNRECORDED_MS = 5_000;

interface PaidCall {
  readonly part: string;
  answeredAt: number;
  struck: boolean;
}

export type PaidProviders = Awaited<ReturnType<typeof startPaidProviders>>;

/**
 * OpenAI as a strict fake that takes its time and counts: which calls there were, and which a kill
 * struck.
 */
export async function startPaidProviders() {
  const calls: PaidCall[] = [];
  let away = { from: Number.POSITIVE_INFINITY, to: Number.NEGATIVE_INFINITY };
  const routes = ROUTES.map((route): FakeRoute => {
    const part = PARTS.get(route.name);
    if (part === undefined) return route;
    return {
      name: route.name,
      method: route.method,
      path: route.path,
      answer: async (asked) => {
        const call: PaidCall = { part, answeredAt: Number.POSITIVE_INFINITY, struck: false };
        calls.push(call);
        await sleep(20 + Math.random() * 150);
        const answer = await route.answer(asked);
        call.answeredAt = Date.now();
        return answer;
      },
    };
  });
  const fake = await startFakeOpenAi({ routes });
  const noteKill = (service: string) => {
    const now = Date.now();
    const since = Math.min(now - UNRECORDED_MS, now - UNRECORDED_MS < away.to ? away.from : now);
    for (const call of calls) if (call.part === service && call.answeredAt > since) call.struck = true;
  };
  return {
    env: { OPENAI_API_KEY: fake.apiKey, OPENAI_BASE_URL: fake.url },
    /** Notes that Redis is away from now on until `back` has resolved. */
    redisAway: async (back: Promise<unknown>) => {
      away = { from: Date.now(), to: Number.POSITIVE_INFINITY };
      await back;
      away = { from: away.from, to: Date.now() };
      // Locks of 10 s, renewed every 5 s, end meanwhile: what was in hand may be taken over.
      for (const call of calls) if (call.answeredAt > away.from) call.struck = true;
    },
    /**
     * Notes that what a service has in mid-call until `thawed` resolves may be made again by who
     * takes its work over.
     */
    frozen: async (service: string, thawed: Promise<unknown>) => {
      noteKill(service);
      await thawed;
      noteKill(service);
    },
    /** Notes what is in mid-call as the service is killed. */
    noteKill,
    counts: () =>
      [...PARTS.values()].map((part) => {
        const mine = calls.filter((call) => call.part === part);
        return { part, calls: mine.length, struck: mine.filter(({ struck }) => struck).length };
      }),
    close: () => fake.close(),
  };
}

import { setTimeout as sleep } from "node:timers/promises";
import type { FakeRoute } from "../fakes/openai/route.ts";
import { ROUTES } from "../fakes/openai/routes.ts";
import { startFakeOpenAi } from "../fakes/openai/server.ts";
import { speech } from "../fakes/speech/speech.ts";
import type { ServiceName } from "./fleet.ts";

/** Which paid call makes which part, and so which service makes it. */
const PARTS: ReadonlyMap<string, ServiceName> = new Map([
  ["chat", "persona"],
  ["images", "imagegen"],
  ["speech", "tts"],
]);
/**
 * A call that was answered so lately may not be recorded yet when its process is killed, in ms: the picture is still being
 * written, or Redis is away for the 5 s of the cut and a restart.
 */
const UNRECORDED_MS = 500;

interface PaidCall {
  readonly part: ServiceName;
  answeredAt: number;
  struck: boolean;
}

export type PaidProviders = Awaited<ReturnType<typeof startPaidProviders>>;

/** OpenAI as a strict fake that takes its time and counts: which calls there were, and which a kill struck. */
export async function startPaidProviders() {
  const calls: PaidCall[] = [];
  const routes = [...ROUTES.filter(({ name }) => name !== "speech"), speech].map((route): FakeRoute => {
    const part = PARTS.get(route.name);
    if (part === undefined) return route;
    return {
      ...route,
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
  return {
    env: { OPENAI_API_KEY: fake.apiKey, OPENAI_BASE_URL: fake.url },
    /** Notes what is in mid-call as the service is killed. */
    noteKill: (service: ServiceName) => {
      const since = Date.now() - UNRECORDED_MS;
      for (const call of calls) if (call.part === service && call.answeredAt > since) call.struck = true;
    },
    counts: () =>
      [...PARTS.values()].map((part) => {
        const mine = calls.filter((call) => call.part === part);
        return { part, calls: mine.length, struck: mine.filter(({ struck }) => struck).length };
      }),
    close: () => fake.close(),
  };
}

import type { Redis } from "ioredis";
import { lineKeys } from "../../services/line/keys.ts";
import { lineOwnerOf } from "../../shared/contracts/line.ts";
import { keys } from "../../shared/platform/redis/keys.ts";
import type { FakeLine } from "../fakes/line/server.ts";
import type { Sent } from "../fakes/line/rules.ts";
import type { Accepted } from "./load.ts";

/** In front of an answer that could not be delivered before. */
const LATE = /^(?:このあいだお届けできなかった|Here is the answer I couldn't deliver)[^\n]*\n\n/;
const STICKER = /^(?:わあ、かわいいスタンプ|What a cute sticker)/;
/** Words that are no answer: to be patient. */
const PATIENCE = /^(?:お待たせしてごめんね|Sorry to keep you waiting)/;
/** So long every try must have failed before an answer may be said once more, in ms. */
const SAID_AGAIN_AFTER_MS = 60_000;

interface LineVerdict {
  /** What must not be, one line each. */
  readonly bad: readonly string[];
  readonly unanswered: readonly string[];
}

/** One answer as the user saw it. */
interface Shown {
  readonly text: string;
  readonly in: Sent;
}

/**
 * Whoever LINE shows no answer to, though there should be one, and whoever may be told theirs once
 * more: those who write again.
 */
export function whoWritesAgain({ users }: Accepted, line: FakeLine): readonly string[] {
  const waits = (user: string) => line.to(user).length === 0 || line.to(user).some(({ isTold }) => !isTold);
  return [...users].filter(([user, { kind }]) => kind !== "taken back" && waits(user)).map(([user]) => user);
}

/**
 * What LINE's users saw: each event answered once. An answer may be said once more only if its fate
 * was unknown (LINE took it and did not say so), and over a minute later, with another reply.
 */
export function judgeLine({ users, takenBack }: Accepted, line: FakeLine, again: readonly string[]): LineVerdict {
  const unanswered: string[] = [];
  let [twice, saidAgain] = [0, 0];
  for (const [user, { kind }] of users) {
    const shown = shownTo(user, line);
    const stickers = shown.filter(({ text }) => STICKER.test(text)).length;
    const answers = shown.filter(({ text }) => !STICKER.test(text));
    const expected = (kind === "sticker" ? 1 : 0) + (again.includes(user) ? 1 : 0);
    const copies = [...Map.groupBy(shown, ({ text }) => text).values()].filter(({ length }) => length > 1);
    const allowed = copies.filter(maySayAgain).length;
    const isMissing = stickers < expected || (kind === "text" && answers.length === 0);
    const tooMany = Math.max(0, stickers - expected) + Math.max(0, answers.length - 1);
    if (isMissing) unanswered.push(user);
    if (tooMany > allowed) twice += 1;
    else saidAgain += tooMany;
  }
  const stickers = [...users.values()].filter(({ kind }) => kind === "sticker").length;
  console.log(
    `LINE: ${users.size} users (${stickers} with a sticker, ${takenBack.length} took it back, ${again.length} wrote again), ${unanswered.length} unanswered, ${twice} answered twice, ${saidAgain} answers said once more since their fate was unknown`,
  );
  const bad = [
    ...(unanswered.length > 0 ? [`${unanswered.length} LINE users have no answer`] : []),
    ...(twice > 0 ? [`${twice} LINE users have more than one answer`] : []),
  ];
  return { bad, unanswered };
}

/** What is known of users who have no answer, so that one run tells why. */
export async function tellOf(
  redis: Redis,
  unanswered: readonly string[],
  { users }: Accepted,
  line: FakeLine,
): Promise<void> {
  for (const user of unanswered.slice(0, 20)) {
    const owner = lineOwnerOf(user);
    const shown = line
      .to(user)
      .map(({ via, at, isTold, messages }) => ({ via, at, isTold, texts: messages.map(({ text }) => text) }));
    console.log(`${user} (${users.get(user)?.kind}) was shown ${JSON.stringify(shown)}`);
    console.log(`  deliveries: ${JSON.stringify(await redis.hgetall(lineKeys.deliveries(owner)))}`);
    for (const job of await redis.zrange(lineKeys.jobs(owner), "0", "-1")) {
      const record = await redis.hgetall(keys.job(job));
      console.log(`  ${job}: ${JSON.stringify(record)}`);
      console.log(`    ${(await redis.lrange(keys.history(job), 0, -1)).join(" ")}`);
    }
  }
  console.log(
    `LINE's state: ${await redis.get(lineKeys.away())} ${await redis.get(lineKeys.lastFailure())} ${await redis.get(lineKeys.lastOutage())}`,
  );
}

function shownTo(user: string, line: FakeLine): readonly Shown[] {
  return line.to(user).flatMap((sent) =>
    sent.messages
      .filter(({ type }) => type === "text")
      .map((message) => ({ text: String(message["text"]).replace(LATE, ""), in: sent }))
      .filter(({ text }) => !PATIENCE.test(text)),
  );
}

/** Whether the second of two copies may be one that promise 5 allows. */
function maySayAgain([first, second]: readonly Shown[]): boolean {
  if (first === undefined || second === undefined || first.in.isTold) return false;
  return second.in.via === "reply" && second.in.at - first.in.at > SAID_AGAIN_AFTER_MS;
}

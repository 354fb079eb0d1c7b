import type { Redis } from "ioredis";
import Type from "typebox";
import { UnreadableError, type Cipher } from "@guchi/chain/crypto/cipher.ts";
import { noteAllSealed } from "../crypto/key-mark.ts";
import { resealCare } from "@guchi/contracts/memory/care-memory.ts";
import { noteErased } from "@guchi/chain/redis/erased.ts";
import { defineScript } from "@guchi/chain/redis/script.ts";
import { fits } from "@guchi/chain/schema.ts";
import { fingerprint } from "@guchi/chain/job/fingerprint.ts";
import { fieldContext } from "@guchi/chain/job/record.ts";
import { keys } from "../redis/keys.ts";

/** What became of the texts in Redis. */
export interface Resealed {
  /** How many are sealed under the first key now that were not before. */
  readonly texts: number;
  /** How many could not be opened, or are not sealed and newer than the key: left as they are. */
  readonly unread: number;
}

type Fields = Readonly<Record<string, string>>;
type Reseal = (text: string, context: string, writtenAt?: number) => string | undefined;

/**
 * A kind of hash that holds sealed texts: its keys, and its fields as they should be. The key's
 * group 1 names whose it is.
 */
interface Place {
  readonly keys: RegExp;
  readonly changed: (fields: Fields, owner: string, reseal: Reseal, cipher: Cipher) => Fields;
}

/** Every place where a text lies that DATA_KEY seals. */
const PLACES: readonly Place[] = [
  { keys: /^guchi:\{\d+\}:job:(.+)$/, changed: resealRecord },
  {
    keys: /^guchi:\{\d+\}:delivery:(.+)$/,
    changed: (fields, job, reseal) =>
      some(fields, /^messages$/, (text) => reseal(text, fieldContext(job, "messages"), 0)),
  },
  {
    keys: /^(guchi:persona:\{.+\})$/,
    changed: (fields, key, reseal) => some(fields, /^(message|previous)$/, (text) => reseal(text, key, 0)),
  },
  {
    keys: /^(guchi:care:\{.+\})$/,
    changed: (fields, key, reseal) => some(fields, /^/, (note) => resealCare(note, (text) => reseal(text, key, 0))),
  },
  {
    keys: /^guchi:line:\{.+\}:(?:kept|claimed:.+)$/,
    changed: (fields, _, reseal) => some(fields, /^/, (text) => resealKept(text, reseal)),
  },
];

/**
 * Seals every text in Redis under the first key of DATA_KEY, also what is not sealed and older than
 * the key. Guchi may run meanwhile, with the same DATA_KEY: a text that changes is left to its
 * writer. Afterwards older keys are not needed any more.
 */
export async function reseal(redis: Redis, cipher: Cipher): Promise<Resealed> {
  const count = { texts: 0, unread: 0 };
  const resealOne: Reseal = (text, context, writtenAt) => {
    try {
      return cipher.reseal(text, context, writtenAt);
    } catch (error) {
      if (!(error instanceof UnreadableError)) throw error;
      count.unread += 1;
      return undefined;
    }
  };
  let cursor = "0";
  do {
    const [next, found] = await redis.scan(cursor, "MATCH", "guchi:*", "COUNT", 500);
    for (const key of found) {
      for (const { keys, changed } of PLACES) {
        const match = keys.exec(key);
        if (match === null) continue;
        const fields = await redis.hgetall(key);
        const args = Object.entries(changed(fields, match[1] ?? "", resealOne, cipher)).flatMap(([field, text]) => [
          field,
          fields[field] ?? "",
          text,
        ]);
        if (args.length > 0) count.texts += Number(await swapScript(redis, [key], args));
      }
    }
    cursor = next;
  } while (cursor !== "0");
  await noteAllSealed(redis, cipher);
  await noteErased(redis, keys); // the append-only file tells what the older key opens
  return count;
}

/** ARGV: field, text as it was and as it is to be, and so on. Reply: how many were still so. */
const swapScript = defineScript(
  "guchiSwap",
  `
local swapped = 0
for i = 1, #ARGV, 3 do
  if redis.call('HGET', KEYS[1], ARGV[i]) == ARGV[i + 1] then
    redis.call('HSET', KEYS[1], ARGV[i], ARGV[i + 2])
    swapped = swapped + 1
  end
end
return swapped`,
);

/** The fields of this name that are to change. */
function some(fields: Fields, names: RegExp, change: (text: string, field: string) => string | undefined): Fields {
  const changed = Object.entries(fields)
    .filter(([field]) => names.test(field))
    .flatMap(([field, text]) => {
      const after = change(text, field);
      return after === undefined ? [] : [[field, after]];
    });
  return Object.fromEntries(changed) as Fields;
}

function resealRecord(fields: Fields, id: string, resealOne: Reseal, cipher: Cipher): Fields {
  const createdAt = Number(fields["createdAt"]);
  const texts = some(fields, /^(input|callback|r\d+)$/, (text, field) =>
    resealOne(text, fieldContext(id, field), createdAt),
  );
  const { input, pipeline = "", fingerprint: kept = "" } = fields;
  if (input === undefined || texts["input"] === undefined) return texts;
  const text = fingerprint(pipeline, JSON.parse(cipher.open(input, fieldContext(id, "input"), createdAt)));
  return cipher.isFingerprint(kept, text) ? { ...texts, fingerprint: cipher.fingerprint(text) } : texts;
}

const Kept = Type.Object({ job: Type.String(), at: Type.Integer(), answer: Type.String() });

/** An answer that waits is JSON around its sealed text; what else lies beside it is none. */
function resealKept(text: string, resealOne: Reseal): string | undefined {
  let kept: unknown;
  try {
    kept = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!fits(Kept, kept)) return undefined;
  const answer = resealOne(kept.answer, fieldContext(kept.job, "kept"), kept.at);
  return answer === undefined ? undefined : JSON.stringify({ ...kept, answer });
}

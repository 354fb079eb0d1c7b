import type { Redis } from "ioredis";
import { UnreadableError, type Cipher } from "@guchi/chain/crypto/cipher.ts";
import { noteAllSealed } from "../crypto/key-mark.ts";
import { noteErased } from "@guchi/chain/redis/erased.ts";
import { scanKeys } from "@guchi/chain/redis/scan.ts";
import { defineScript } from "@guchi/chain/redis/script.ts";
import { fingerprint } from "@guchi/chain/job/fingerprint.ts";
import { itemContext } from "@guchi/chain/job/items.ts";
import { fieldContext } from "@guchi/chain/job/record.ts";
import { changedSchedule, scheduleContext } from "@guchi/chain/schedule/store.ts";
import { changedFields, type Fields, type Kept, type Reseal, type SealedPlace } from "./kept.ts";
import { keys } from "../redis/keys.ts";

/** What became of the texts in Redis. */
export interface Resealed {
  /** How many are sealed under the first key now that were not before. */
  readonly texts: number;
  /** How many could not be opened, or are not sealed and newer than the key: left as they are. */
  readonly unread: number;
}

/**
 * Seals every text in Redis under the first key of DATA_KEY, also what is not sealed and older than
 * the key. Guchi may run meanwhile, with the same DATA_KEY: a text that changes is left to its
 * writer. Afterwards older keys are not needed any more.
 */
export async function reseal(redis: Redis, cipher: Cipher, keeps: readonly Kept[]): Promise<Resealed> {
  const places = [jobRecords(cipher), ITEMS, SCHEDULES, ...keeps.flatMap(({ sealed = [] }) => sealed)];
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
  for await (const found of scanKeys(redis, `${keys.prefix}:*`)) {
    for (const key of found) {
      for (const { keys: pattern, changed } of places) {
        const match = pattern.exec(key);
        if (match === null) continue;
        const fields = await redis.hgetall(key);
        const changes = Object.entries(changed(fields, match[1] ?? "", resealOne)).flatMap(([field, text]) => [
          field,
          fields[field] ?? "",
          text,
        ]);
        if (changes.length > 0) count.texts += Number(await swapScript(redis, { hash: key }, { changes }));
      }
    }
  }
  await noteAllSealed(redis, cipher);
  await noteErased(redis, keys); // the append-only file tells what the older key opens
  return count;
}

/**
 * `changes`: field, text as it was and as it is to be, and so on. Reply: how many were still so.
 */
const swapScript = defineScript(
  "guchiSwap",
  { keys: ["hash"], args: ["...changes"] },
  `
local swapped = 0
for i = 1, #changes, 3 do
  if redis.call('HGET', hash, changes[i]) == changes[i + 1] then
    redis.call('HSET', hash, changes[i], changes[i + 2])
    swapped = swapped + 1
  end
end
return swapped`,
);

/** The job records, which are there whatever services keep. */
function jobRecords(cipher: Cipher): SealedPlace {
  return {
    keys: new RegExp(`^${keys.prefix}:\\{\\d+\\}:job:(.+)$`),
    changed: (fields, id, resealOne) => resealRecord(fields, id, resealOne, cipher),
  };
}

/** The items of maps, and what they came to. */
const ITEMS: SealedPlace = {
  keys: new RegExp(`^${keys.prefix}:\\{\\d+\\}:items:([^:]+:[^:]+)$`),
  changed: (fields, of, resealOne) => {
    const [id = "", step = ""] = of.split(":");
    return changedFields(fields, /^[ir]\d+$/, (text, field) =>
      resealOne(text, itemContext(id, step, Number(field.slice(1))), Number(fields["t"])),
    );
  },
};

const SCHEDULES: SealedPlace = {
  keys: new RegExp(`^${keys.schedules}$`),
  changed: (fields, _, resealOne) =>
    changedFields(fields, /./, (kept, name) =>
      changedSchedule(kept, (text, writtenAt) => resealOne(text, scheduleContext(name), writtenAt)),
    ),
};

function resealRecord(fields: Fields, id: string, resealOne: Reseal, cipher: Cipher): Fields {
  const createdAt = Number(fields["createdAt"]);
  const texts = changedFields(fields, /^(input|callback|[prw]:.+)$/, (text, field) =>
    resealOne(text, fieldContext(id, field), createdAt),
  );
  const { input, pipeline = "", fingerprint: kept = "" } = fields;
  if (input === undefined || texts["input"] === undefined) return texts;
  const text = fingerprint(pipeline, JSON.parse(cipher.open(input, fieldContext(id, "input"), createdAt)));
  return cipher.isFingerprint(kept, text) ? { ...texts, fingerprint: cipher.fingerprint(text) } : texts;
}

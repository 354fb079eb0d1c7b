import { userHash } from "@guchi/chain/redis/user-hash.ts";
import { userOf } from "./admit.ts";

/** Characters that tell users apart in lists. */
const SHOWN = 12;

/** What stands for the user of a job in lists: an end of a hash; undefined: nobody's. */
export function namedUser(input: unknown): string | undefined {
  const user = userOf(input);
  return user === undefined ? undefined : userHash(user).slice(-SHOWN);
}

import { userHash } from "@guchi/chain/redis/user-hash.ts";

/**
 * What stands for a LINE user, group or room in our data: a hash, so that neither a key of Redis
 * nor a job's `user` tells who it is. Only `line.to` of an unfinished answer holds the id itself.
 */
export function ownerOf(lineId: string): string {
  return `line-${userHash(lineId)}`;
}

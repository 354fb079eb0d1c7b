import { after, before, beforeEach } from "node:test";
import type { Redis } from "ioredis";
import { emptyRedis, startTestRedis, type TestRedis } from "./redis.ts";

/**
 * A real Redis for the tests of the `describe` in which this is called, empty before each of them.
 * `redis` is one connection for all.
 */
export function useEmptyRedis(): Pick<TestRedis, "connect" | "url"> & { readonly redis: Redis } {
  let server: TestRedis;
  let redis: Redis;
  before(async () => {
    server = await startTestRedis();
    redis = server.connect();
  });
  beforeEach(() => emptyRedis(redis));
  after(() => server.stop());
  return {
    get redis() {
      return redis;
    },
    get url() {
      return server.url;
    },
    connect: (use) => server.connect(use),
  };
}

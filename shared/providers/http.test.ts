import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { kindOfStatus } from "./http.ts";

describe("what an HTTP status means", () => {
  const table = {
    rate_limited: [429],
    misconfigured: [401, 403, 404, 410],
    server_error: [408, 409, 500, 502, 503, 504, 529],
    out_of_quota: [402],
    bad_request: [400, 413, 415, 422],
  } as const;
  for (const [kind, statuses] of Object.entries(table)) {
    it(`${statuses.join(", ")}: ${kind}`, () => {
      for (const status of statuses) assert.equal(kindOfStatus(status), kind, String(status));
    });
  }
});

import { keysOf } from "../testing.ts";
import assert from "node:assert/strict";
import { test } from "node:test";
import { guestRules } from "./settings.ts";

const config = {
  PAGE_ACCESS: "guest",
  GUEST_START_LIMIT: { jobs: 10, seconds: 60 },
  GUEST_DAILY_PICTURES: 50,
  PUBLIC_BASE_URL: undefined,
  API_KEYS: undefined,
  TRUST_PROXY: undefined,
} as const;
const secret = { value: "x" };

test("guests are let in where PAGE_ACCESS says so, and counted by address where TRUST_PROXY tells it", () => {
  assert.equal(guestRules(config, secret)?.countsAddresses, false);
  assert.equal(guestRules({ ...config, TRUST_PROXY: ["10.0.0.0/8"] }, secret)?.countsAddresses, true);
  assert.equal(guestRules({ ...config, PAGE_ACCESS: "local" }, secret), undefined);
  assert.equal(guestRules({ ...config, PAGE_ACCESS: "key", API_KEYS: keysOf("a-key-of-16-chars") }, secret), undefined);
});

test("a start is refused where the page would be open to more than PAGE_ACCESS says", () => {
  const base = "https://guchi.example";
  assert.throws(() => guestRules({ ...config, PAGE_ACCESS: "key" }, secret), /^StartError: API_KEYS must be set/);
  assert.throws(() => guestRules({ ...config, PUBLIC_BASE_URL: base }, secret), /^StartError: API_KEYS must be set/);
  assert.notEqual(
    guestRules({ ...config, PUBLIC_BASE_URL: base, API_KEYS: keysOf("a-key-of-16-chars") }, secret),
    undefined,
  );
  assert.notEqual(guestRules({ ...config, PUBLIC_BASE_URL: "http://localhost:3000" }, secret), undefined);
});

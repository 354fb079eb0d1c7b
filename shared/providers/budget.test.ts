import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { lossyRedis } from "@guchi/chain/testing/lossy-redis.ts";
import { useEmptyRedis } from "@guchi/chain/testing/empty-redis.ts";
import { budgetKeys } from "./keys.ts";
import { createBudget, type Budget, type PartBudget } from "./budget.ts";

const NOON = new Date("2026-11-24T12:00:00+09:00");

describe("the limits of a day", () => {
  const server = useEmptyRedis();

  function budget(usd: number | undefined, pictures?: number, now = NOON, timeZone = "Asia/Tokyo"): Budget {
    const settings = { DAILY_BUDGET_USD: usd, DAILY_IMAGES_PER_USER: pictures, TIME_ZONE: timeZone };
    return createBudget(server.redis, settings, () => now) ?? assert.fail("no limit");
  }
  const at = (time: string, zone?: string) => budget(1, undefined, new Date(time), zone).partBudget();

  it("are held by all processes together, however many ask at once", async () => {
    const processes = [budget(1), budget(1), budget(1)];
    const asked = processes.flatMap((each) => Array.from({ length: 20 }, () => each.partBudget().reserve(0.05)));
    assert.equal((await Promise.all(asked)).filter(Boolean).length, 20);
    const late = budget(1).partBudget();
    assert.equal(await late.reserve(0.000_001), false);
    assert.equal(late.over, "daily_budget");
    assert.equal(await budget(2).partBudget().reserve(0.5), true, "a larger one goes on from what is spent");
  });

  it("count once when Redis' answer is lost and the command is sent again", async () => {
    const lossy = await lossyRedis(server.url);
    const limits = { DAILY_BUDGET_USD: 1, DAILY_IMAGES_PER_USER: undefined, TIME_ZONE: "Asia/Tokyo" };
    const partBudget = createBudget(lossy.redis, limits, () => NOON)?.partBudget() ?? assert.fail("no limit");
    const others = budget(1);
    assert.equal(await budget(1).partBudget().reserve(0.1), true);
    lossy.loseAnswer();
    assert.equal(await partBudget.reserve(0.5), true);
    assert.equal(await others.partBudget().reserve(0.4), true, "0.6 are spent, not 1.1");
    lossy.loseAnswer();
    await partBudget.giveBack();
    assert.equal(lossy.lost(), 2);
    assert.equal(await others.partBudget().reserve(0.6), false, "0.5 are left, not 1.0");
    assert.equal(await others.partBudget().reserve(0.5), true);
    lossy.close();
  });

  it("add ten times ten cents up to exactly one dollar", async () => {
    for (let time = 0; time < 10; time++) assert.equal(await budget(1).partBudget().reserve(0.1), true);
    assert.equal(await budget(1).partBudget().reserve(0.1), false);
  });

  it("count the pictures of each user, at once too, and know a user by a hash alone", async () => {
    const asked = Array.from({ length: 5 }, () => picture(budget(undefined, 3), "alice").reserve(0.05));
    assert.equal((await Promise.all(asked)).filter(Boolean).length, 3);
    const late = picture(budget(undefined, 3), "alice");
    assert.equal(await late.reserve(0), false);
    assert.equal(late.over, "daily_images");
    assert.equal(await picture(budget(undefined, 3), "bob").reserve(0.05), true);
    assert.equal(await picture(budget(undefined, 3), undefined).reserve(0.05), true, "nobody known: no such limit");
    assert.equal(await budget(undefined, 3).partBudget().reserve(0.05), true, "a voice is no picture");
    const names = await server.redis.keys("*");
    assert.ok(names.length > 0 && names.every((name) => !name.includes("alice") && !name.includes("bob")));
  });

  it("take nothing of the one when the other says no", async () => {
    assert.equal(await picture(budget(0.05, 1), "alice").reserve(0.06), false);
    assert.equal(await picture(budget(0.05, 1), "alice").reserve(0.05), true, "the picture was not counted");
    assert.equal(await picture(budget(1, 1), "alice").reserve(0.05), false);
    assert.equal(await budget(0.1).partBudget().reserve(0.05), true, "the money was not counted");
  });

  it("forbid every paid call when they are 0", async () => {
    assert.equal(await budget(0).partBudget().reserve(0.000_001), false);
    assert.equal(await picture(budget(undefined, 0), "alice").reserve(0), false);
  });

  it("get back what a call did not cost, once", async () => {
    const partBudget = picture(budget(0.05, 1), "alice");
    assert.equal(await partBudget.reserve(0.05), true);
    await partBudget.giveBack();
    await partBudget.giveBack();
    assert.equal(await picture(budget(0.05, 1), "alice").reserve(0.05), true);
    assert.equal(await picture(budget(0.05, 1), "alice").reserve(0.05), false);
  });

  it("begin anew with the day of the time zone", async () => {
    assert.equal(await at("2026-11-24T23:59:59+09:00").reserve(1), true);
    assert.equal(await at("2026-11-24T23:59:59+09:00").reserve(1), false);
    assert.equal(await at("2026-11-25T00:00:00+09:00").reserve(1), true);
    assert.equal(await at("2026-11-25T00:00:00+09:00", "UTC").reserve(1), false, "in UTC it is still the 24th");
  });

  it("leave nothing but the limit itself behind for ever", async () => {
    await picture(budget(1, 1), "alice").reserve(0.1);
    const connection = server.redis;
    const names = (await connection.keys("*")).filter((name) => name !== budgetKeys.limit);
    const counters = names.filter((name) => !name.includes(":change:"));
    assert.deepEqual([counters.length, names.length], [2, 3]);
    for (const name of counters) assert.ok((await connection.ttl(name)) > 86_400, name);
    for (const name of names) assert.ok((await connection.ttl(name)) > 0, name);
  });

  it("are none where none is set", () => {
    const none = { DAILY_BUDGET_USD: undefined, DAILY_IMAGES_PER_USER: undefined, TIME_ZONE: "Asia/Tokyo" };
    assert.equal(createBudget(server.redis, none), undefined);
  });
});

function picture(of: Budget, user: string | undefined): PartBudget {
  return of.partBudget({ picture: true, user });
}

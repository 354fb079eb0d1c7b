import assert from "node:assert/strict";
import { it } from "node:test";
import type { AnyProvider, Call } from "../provider.ts";
import { testCall } from "./stage-context.ts";

/**
 * What every stage relies on, whatever the provider makes. `ask` makes a request that it can
 * answer.
 */
export function testAnyProvider<Provider extends AnyProvider>(
  create: () => Provider | Promise<Provider>,
  ask: (provider: Provider, call: Call) => Promise<unknown>,
): void {
  it("has a name that a setting can hold", async () => {
    assert.match((await create()).name, /^[a-z][a-z0-9-]*$/);
  });

  it("gives up with the signal's reason, unpaid, when the signal is aborted already", async () => {
    const reason = new Error("canceled");
    const call = testCall({ signal: AbortSignal.abort(reason), pay: neverPay });
    await assert.rejects(
      async () => ask(await create(), call),
      (error) => error === reason,
    );
  });

  it("pays at most once for an answer", async () => {
    let paid = 0;
    const pay = async () => void paid++;
    await ask(await create(), testCall({ pay }));
    assert.ok(paid <= 1, `${paid} times`);
  });
}

const neverPay = () => assert.fail("it paid");

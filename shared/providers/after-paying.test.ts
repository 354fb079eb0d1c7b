import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { StageError } from "@guchi/chain/errors.ts";
import { afterPaying } from "./after-paying.ts";

const full = new StageError("The picture could not be kept.", { code: "media_unavailable", class: "transient" });
const { signal } = new AbortController();

describe("what follows on a paid answer", () => {
  it("is tried again on its own, so that nobody pays again for a disk that was busy", async () => {
    let tries = 0;
    const keep = async () => {
      if (++tries < 4) throw full;
      return "kept";
    };
    assert.equal(await afterPaying({ paid: true }, signal, keep), "kept");
    assert.equal(tries, 4);
  });

  it("fails for good in the end, under its own code", async () => {
    await assert.rejects(
      afterPaying({ paid: true }, signal, () => Promise.reject(full)),
      { code: "media_unavailable", class: "permanent", message: full.message },
    );
  });

  it("may be tried again with a new answer when that one cost nothing", async () => {
    await assert.rejects(
      afterPaying({ paid: false }, signal, () => Promise.reject(full)),
      (error) => error === full,
    );
  });

  it("is not tried again when it is hopeless", async () => {
    let tries = 0;
    const error = new StageError("no", { code: "invalid_output", class: "permanent" });
    const fail = () => {
      tries++;
      return Promise.reject(error);
    };
    await assert.rejects(afterPaying({ paid: true }, signal, fail), (thrown) => thrown === error);
    assert.equal(tries, 1);
  });

  it("ends at once when the stage is to stop", async () => {
    const stop = new AbortController();
    const fail = () => {
      stop.abort(new Error("canceled"));
      return Promise.reject(full);
    };
    await assert.rejects(afterPaying({ paid: true }, stop.signal, fail), /canceled/);
  });
});

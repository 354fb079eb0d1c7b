import assert from "node:assert/strict";
import { test } from "node:test";
import { encode } from "uqr";
import { lanLines, openToLan } from "./lan.ts";

test("--lan opens the page to guests in the network, unless the environment says otherwise", () => {
  const environment: NodeJS.ProcessEnv = { HOST: "", PAGE_ACCESS: "key" };
  openToLan(environment);
  assert.deepEqual(environment, { HOST: "0.0.0.0", PAGE_ACCESS: "key" });
});

test("a phone is shown the way in words and as a QR code", () => {
  const [words, , ...code] = lanLines(3_000, ["192.168.1.7"]);
  assert.equal(words, "For a phone in the same network: http://192.168.1.7:3000/");
  const { size } = encode("http://192.168.1.7:3000/", { border: 2 });
  assert.equal(code.length, Math.ceil(size / 2));
  assert.ok(code.every((line) => line.length === size));
  assert.match(lanLines(3_000, [])[0] ?? "", /no address/);
});

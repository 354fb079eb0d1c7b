import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { mayCall, mayCallName } from "./address.ts";

const ROUTED = ["93.184.216.34", "::ffff:93.184.216.34", "2606:2800:220:1::1", "2a00:1450:4001:800::200e"];
const NOT_ROUTED = [
  "0.0.0.0",
  "100.64.0.1",
  "127.0.0.1",
  "169.254.1.1",
  "172.16.0.1",
  "192.168.0.1",
  "224.0.0.1",
  "::",
  "::1",
  "::127.0.0.1",
  "::a9fe:a9fe",
  "::ffff:127.0.0.1",
  "64:ff9b::7f00:1",
  "100::1",
  "100:0:0:1::1",
  "2001:db8::1",
  "2002:7f00:1::1",
  "4000::1",
  "fd00::1",
  "fe80::1",
  "fe80::1%eth0",
  "ff02::1",
  "x",
];

const CLOUD = [
  "169.254.169.254",
  "168.63.129.16",
  "::ffff:168.63.129.16",
  "100.100.100.200",
  "192.0.0.192",
  "fd00:ec2::254",
];

describe("an address that a callback may go to", () => {
  for (const address of ROUTED) it(`is ${address}`, () => assert.ok(mayCall(address, false)));
  for (const address of NOT_ROUTED) {
    it(`is not ${address}, unless private ones are allowed`, () => {
      assert.ok(!mayCall(address, false));
      assert.ok(mayCall(address, true));
    });
  }
  for (const address of CLOUD) {
    it(`is never ${address}, which is a cloud's own`, () => {
      assert.ok(!mayCall(address, false));
      assert.ok(!mayCall(address, true));
    });
  }
});

describe("a name that a callback may go to", () => {
  it("is none of a cloud's metadata, and a private one only where these are allowed", () => {
    for (const name of [
      "metadata.google.internal",
      "Metadata.Google.Internal.",
      "metadata",
      "instance-data",
      "metadata.goog",
    ]) {
      assert.ok(!mayCallName(name, false), name);
      assert.ok(!mayCallName(name, true), name);
    }
    for (const name of ["localhost", "a.localhost", "printer.local", "db.internal", "nas.home.arpa", "localhost."]) {
      assert.ok(!mayCallName(name, false), name);
      assert.ok(mayCallName(name, true), name);
    }
    for (const name of ["example.com", "metadata.example.com", "internal.example", "localhost.example"]) {
      assert.ok(mayCallName(name, false), name);
    }
  });
});

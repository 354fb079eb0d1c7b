import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readSettings } from "@guchi/platform/config/settings.ts";
import { StartError } from "@guchi/platform/service/start-error.ts";
import { lineSettings, settings } from "./settings.ts";

const good = {
  LINE_CHANNEL_SECRET: "s3cret",
  LINE_CHANNEL_ACCESS_TOKEN: "t0ken",
  PUBLIC_BASE_URL: "https://guchi.example",
};
const read = (env: NodeJS.ProcessEnv) =>
  lineSettings(readSettings({ settings }, env), new Set(["guchi", "guchi-fast"]));

describe("the settings of LINE", () => {
  it("are off when none is set, whatever the base URL is", () => {
    assert.equal(read({}), undefined);
    assert.equal(read({ PUBLIC_BASE_URL: "http://localhost:3000" }), undefined);
  });

  it("take a long-lived token, or a channel id for stateless ones", () => {
    assert.deepEqual(read(good)?.token, { kind: "long-lived", token: "t0ken" });
    assert.deepEqual(read({ ...good, LINE_CHANNEL_ACCESS_TOKEN: "", LINE_CHANNEL_ID: "123" })?.token, {
      kind: "stateless",
      channelId: "123",
    });
    assert.deepEqual(read({ ...good, LINE_CHANNEL_ID: "123" })?.token, { kind: "long-lived", token: "t0ken" });
  });

  const bad: [what: string, env: NodeJS.ProcessEnv, line: RegExp][] = [
    ["no https base URL", { PUBLIC_BASE_URL: "" }, /^PUBLIC_BASE_URL must be an https:\/\/ URL/],
    [
      "a base URL that is http",
      { PUBLIC_BASE_URL: "http://guchi.example" },
      /^PUBLIC_BASE_URL must be an https:\/\/ URL/,
    ],
    [
      "a base URL that is endless",
      { PUBLIC_BASE_URL: `https://guchi.example/${"x".repeat(1_500)}` },
      /^PUBLIC_BASE_URL must have/,
    ],
    ["a secret alone", { LINE_CHANNEL_ACCESS_TOKEN: "" }, /^LINE_CHANNEL_ACCESS_TOKEN or LINE_CHANNEL_ID must be set/],
    [
      "a token alone",
      { LINE_CHANNEL_SECRET: "" },
      /^LINE_CHANNEL_SECRET must be set, since LINE_CHANNEL_ACCESS_TOKEN is$/,
    ],
    [
      "an id alone",
      { LINE_CHANNEL_SECRET: "", LINE_CHANNEL_ACCESS_TOKEN: "", LINE_CHANNEL_ID: "1" },
      /^LINE_CHANNEL_SECRET must be set, since LINE_CHANNEL_ID is$/,
    ],
    [
      "a token with a line break",
      { LINE_CHANNEL_ACCESS_TOKEN: "a b" },
      /^LINE_CHANNEL_ACCESS_TOKEN must be the token alone/,
    ],
    ["an unknown pipeline", { LINE_PIPELINE: "nope" }, /^LINE_PIPELINE must be one of guchi, guchi-fast, not "nope"$/],
  ];
  for (const [what, env, line] of bad) {
    it(`refuse ${what} with one line`, () => {
      assert.throws(
        () => read({ ...good, ...env }),
        (error) => error instanceof StartError && line.test(error.message) && !/s3cret|t0ken|\n/.test(error.message),
      );
    });
  }
});

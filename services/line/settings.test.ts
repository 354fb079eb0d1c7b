import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { lineChannelProblems } from "@guchi/contracts/line/channels.ts";
import { ConfigError } from "@guchi/platform/config/config-error.ts";
import { readSettings } from "@guchi/platform/config/settings.ts";
import { StartError } from "@guchi/platform/service/start-error.ts";
import { lineSettings, settings } from "./settings.ts";

const good = {
  LINE_CHANNEL_SECRET: "s3cret",
  LINE_CHANNEL_ACCESS_TOKEN: "t0ken",
  PUBLIC_BASE_URL: "https://guchi.example",
};
const readAll = (env: NodeJS.ProcessEnv) => {
  const config = readSettings({ settings, settingsProblems: lineChannelProblems }, env);
  return lineSettings(config, new Set(["guchi", "guchi-fast"]));
};
const read = (env: NodeJS.ProcessEnv) => readAll(env)[0];

describe("the settings of LINE", () => {
  it("are off when none is set, whatever the base URL is", () => {
    assert.deepEqual(readAll({}), []);
    assert.deepEqual(readAll({ PUBLIC_BASE_URL: "http://localhost:3000" }), []);
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

const SHOP = "shop:100:sh0psecret";

const summary = (env: NodeJS.ProcessEnv) =>
  readAll(env).map(({ name, token, pipeline }) => [name, "channelId" in token ? token.channelId : "", pipeline]);

describe("LINE_CHANNELS", () => {
  it("are further channels, each with a token and a pipeline of its own, beside the one without a name or alone", () => {
    const env = { LINE_CHANNELS: `${SHOP},\n club:200:clubs3cret:guchi-fast`, PUBLIC_BASE_URL: good.PUBLIC_BASE_URL };
    const named = [
      ["shop", "100", "guchi"],
      ["club", "200", "guchi-fast"],
    ];
    assert.deepEqual(summary(env), named);
    assert.deepEqual(summary({ ...good, ...env }), [["", "", "guchi"], ...named]);
    assert.deepEqual(summary({ ...env, LINE_PIPELINE: "guchi-fast" })[0], ["shop", "100", "guchi-fast"]);
  });

  const form = "LINE_CHANNELS must be NAME:CHANNEL_ID:CHANNEL_SECRET or NAME:CHANNEL_ID:CHANNEL_SECRET:PIPELINE, which";
  const twice = "entries 1 and 2 have the same";
  const bad: [what: string, value: string, ...lines: string[]][] = [
    ["no form", "clubs3cret", `${form} entry 1 is not`],
    ["id and secret the wrong way round", `${SHOP} club:clubs3cret:200`, `${form} entry 2 is not`],
    ["a bad name", "Club:200:clubs3cret", `${form} entry 1 is not`],
    ["a comma too many", `${SHOP},`, `${form} entry 2 is not`],
    ["a name twice", `${SHOP},shop:200:clubs3cret`, `LINE_CHANNELS must have each name once: ${twice}`],
    ["an id twice", `${SHOP},club:100:clubs3cret`, `LINE_CHANNELS must have each channel id once: ${twice}`],
    ["a secret twice", `${SHOP},club:200:sh0psecret`, `LINE_CHANNELS must have each channel secret once: ${twice}`],
    [
      "the channel without a name, and another fault",
      "shop:123:s3cret,x",
      "LINE_CHANNELS must hold other channels than LINE_CHANNEL_ID, and entry 1 is that one",
      "LINE_CHANNELS must hold other channels than LINE_CHANNEL_SECRET, and entry 1 is that one",
      `${form} entry 2 is not`,
    ],
  ];
  for (const [what, value, ...lines] of bad) {
    it(`refuse ${what} with a line that tells no secret`, () => {
      assert.throws(
        () => readAll({ ...good, LINE_CHANNEL_ID: "123", LINE_CHANNELS: value }),
        (error) => error instanceof ConfigError && assert.deepEqual(error.problems, lines) === undefined,
      );
    });
  }

  it("refuse a pipeline that there is not, and no base URL", () => {
    const refused = (env: NodeJS.ProcessEnv, line: RegExp) =>
      assert.throws(
        () => readAll({ LINE_CHANNELS: SHOP, PUBLIC_BASE_URL: good.PUBLIC_BASE_URL, ...env }),
        (error) => error instanceof StartError && line.test(error.message) && !/s3cret/.test(error.message),
      );
    const odd = { LINE_CHANNELS: `${SHOP},club:200:x:clubs3cret` };
    refused(odd, /^LINE_CHANNELS must name one of guchi, guchi-fast as pipeline of entry 2$/);
    refused({ PUBLIC_BASE_URL: "" }, /^PUBLIC_BASE_URL must be an https:\/\/ URL/);
  });
});

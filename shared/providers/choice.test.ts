import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readSettings } from "@guchi/platform/config/settings.ts";
import { httpUrl, text } from "@guchi/platform/config/variables.ts";
import { chooseBy, providerList } from "./choice.ts";

const choice = chooseBy("SPEAK_PROVIDERS", {
  cloud: "CLOUD_KEY",
  "cloud-live": "CLOUD_KEY",
  engine: "ENGINE_URL",
  local: undefined,
});
const service = {
  settings: {
    SPEAK_PROVIDERS: providerList("speak", "cloud", "cloud-live", "engine", "local"),
    CLOUD_KEY: text({ about: "A key", secret: true }),
    ENGINE_URL: httpUrl({ about: "An engine" }),
  },
  settingsProblems: (settings: Parameters<typeof choice.problems>[0]) => choice.problems(settings),
};

describe("the choice of providers", () => {
  const table: readonly [given: NodeJS.ProcessEnv, providers: string, why: string][] = [
    [{}, "local", "no key is set"],
    [{ CLOUD_KEY: "sk-1" }, "cloud, cloud-live, local", "CLOUD_KEY is set"],
    [{ ENGINE_URL: "http://localhost:1" }, "engine, local", "ENGINE_URL is set"],
    [
      { CLOUD_KEY: "sk-1", ENGINE_URL: "http://localhost:1" },
      "cloud, cloud-live, engine, local",
      "CLOUD_KEY, ENGINE_URL are set",
    ],
    [{ CLOUD_KEY: "sk-1", SPEAK_PROVIDERS: "local,cloud" }, "local, cloud", "SPEAK_PROVIDERS says so"],
  ];
  for (const [given, providers, why] of table) {
    it(`with ${Object.keys(given).join(", ") || "nothing"} set`, () => {
      const settings = readSettings(service, given);
      assert.equal(choice.of(settings).join(", "), providers);
      assert.equal(choice.text(settings), `${providers}  (${why})`, "no key is told");
    });
  }

  it("refuses a list that names a provider without its setting, in one line that names that", () => {
    for (const [list, message] of [
      ["cloud,local", "CLOUD_KEY must be set, because SPEAK_PROVIDERS names cloud"],
      ["cloud-live", "CLOUD_KEY must be set, because SPEAK_PROVIDERS names cloud-live"],
      ["engine", "ENGINE_URL must be set, because SPEAK_PROVIDERS names engine"],
    ] as const) {
      assert.throws(() => readSettings(service, { SPEAK_PROVIDERS: list }), { name: "ConfigError", message });
    }
    assert.throws(() => readSettings(service, { SPEAK_PROVIDERS: "nobody" }), /^ConfigError: SPEAK_PROVIDERS must be/);
    const bad = { SPEAK_PROVIDERS: "engine", ENGINE_URL: "y" };
    assert.throws(() => readSettings(service, bad), { message: /^ENGINE_URL must be an http[^\n]*, not "y"$/ });
  });
});

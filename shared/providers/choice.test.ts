import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { readConfig } from "@guchi/platform/config/config.ts";
import { chooseProviders, providersOf } from "./choice.ts";

describe("the choice of engines", () => {
  const table: readonly [
    given: NodeJS.ProcessEnv,
    sentiment: string,
    persona: string,
    imagegen: string,
    tts: string,
  ][] = [
    [{}, "local", "local", "local", "local"],
    [{ OPENAI_API_KEY: "sk-1" }, "local", "openai, local", "openai, local", "openai, openai-realtime, local"],
    [{ AZURE_LANGUAGE_ENDPOINT: "https://a.example" }, "azure, local", "local", "local", "local"],
    [{ VOICEVOX_URL: "http://localhost:50021" }, "local", "local", "local", "voicevox, local"],
    [
      { OPENAI_API_KEY: "sk-1", PERSONA_PROVIDERS: "local", TTS_PROVIDERS: "local,openai" },
      "local",
      "local",
      "openai, local",
      "local, openai",
    ],
  ];
  for (const [given, ...expected] of table) {
    it(`with ${Object.keys(given).join(", ") || "nothing"} set`, () => {
      const config = readConfig(given);
      const stages = ["sentiment", "persona", "imagegen", "tts"] as const;
      assert.deepEqual(
        stages.map((stage) => providersOf(config, stage).join(", ")),
        expected,
      );
    });
  }

  it("tells why, for the banner, and no key", () => {
    const config = readConfig({ OPENAI_API_KEY: "sk-1", VOICEVOX_URL: "http://v.example", IMAGE_PROVIDERS: "local" });
    assert.deepEqual(
      chooseProviders(config).map(({ stage, why }) => [stage, why]),
      [
        ["sentiment", "no key is set"],
        ["persona", "OPENAI_API_KEY is set"],
        ["imagegen", "IMAGE_PROVIDERS says so"],
        ["tts", "OPENAI_API_KEY, VOICEVOX_URL are set"],
      ],
    );
    assert.ok(!JSON.stringify(chooseProviders(config)).includes("sk-1"));
  });
});

import assert from "node:assert/strict";
import { test } from "node:test";
import { readConfig } from "../../shared/platform/config/config.ts";
import { chooseProviders } from "../../shared/providers/choice.ts";
import { banner } from "./banner.ts";

test("the banner tells which engines are asked and why, and what the operator should not miss", () => {
  const config = readConfig({ OPENAI_API_KEY: "sk-secret", TTS_PROVIDERS: "local" });
  const text = banner({
    config,
    redis: "REDIS_URL",
    choices: chooseProviders(config),
    extensions: [],
    warnings: ["OPENAI_TEXT_MODEL: OpenAI shuts gpt-4o down on 2027-01-14"],
    tookMs: 1_234,
  });
  assert.match(text, /^ {2}Guchi is ready \(1\.2 s\)$/m);
  assert.match(text, /^ {2}sentiment {3}local {2}\(no key is set\)$/m);
  assert.match(text, /^ {2}persona {5}openai, local {2}\(OPENAI_API_KEY is set\)$/m);
  assert.match(text, /^ {2}tts {9}local {2}\(TTS_PROVIDERS says so\)$/m);
  assert.match(text, /^ {2}WARNING {5}OPENAI_TEXT_MODEL: OpenAI shuts gpt-4o down on 2027-01-14$/m);
  assert.ok(!text.includes("sk-secret"));
});

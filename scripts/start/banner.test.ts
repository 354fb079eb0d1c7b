import assert from "node:assert/strict";
import { test } from "node:test";
import { readSettings } from "../../shared/platform/config/settings.ts";
import { loadInstallation } from "../../shared/platform/service/load.ts";
import { banner } from "./banner.ts";

test("the banner tells which providers are asked and why, and what the operator should not miss", async () => {
  const environment = { OPENAI_API_KEY: "sk-secret", TTS_PROVIDERS: "local" };
  const { services } = await loadInstallation();
  const text = banner({
    lines: services.flatMap(({ service }) => service.banner?.(readSettings(service, environment)) ?? []),
    offers: ["VOICEVOX runs on this machine and is not used"],
    warnings: ["OPENAI_TEXT_MODEL: OpenAI shuts gpt-4o down on 2027-01-14"],
    tookMs: 1_234,
  });
  assert.match(text, /^ {2}Guchi is ready \(1\.2 s\)$/m);
  assert.match(text, /^ {2}Page {8}http:\/\/localhost:3000\/ {3}open it/m);
  assert.match(text, /^ {2}sentiment {3}local {2}\(no key is set\)$/m);
  assert.match(text, /^ {2}persona {5}openai, local {2}\(OPENAI_API_KEY is set\)$/m);
  assert.match(text, /^ {2}tts {9}local {2}\(TTS_PROVIDERS says so\)$/m);
  assert.match(text, /^ {2}offer {7}VOICEVOX runs on this machine and is not used$/m);
  assert.match(text, /^ {2}WARNING {5}OPENAI_TEXT_MODEL: OpenAI shuts gpt-4o down on 2027-01-14$/m);
  assert.ok(!text.includes("sk-secret"));
  assert.match(text, /^ {2}LINE {8}off /m);
  assert.doesNotMatch(text, /Here/);
});

test("the banner tells that LINE is on and where it calls, and the local address beside the public one", async () => {
  const environment = {
    PUBLIC_BASE_URL: "https://guchi.example/a",
    LINE_CHANNEL_SECRET: "s3cret",
    LINE_CHANNELS: "shop:1:s3cret2",
    PORT: "3001",
  };
  const { services } = await loadInstallation();
  const lines = services.flatMap(({ service }) => service.banner?.(readSettings(service, environment)) ?? []);
  const text = banner({ lines, offers: [], warnings: [], tookMs: 1_234 });
  assert.match(text, /^ {2}Page {8}https:\/\/guchi\.example\/a\/ {3}open it/m);
  assert.match(text, /^ {2}Here {8}http:\/\/localhost:3001\/$/m);
  assert.match(text, /^ {2}LINE {8}on, webhook https:\/\/guchi\.example\/a\/webhook\/line$/m);
  assert.match(text, /^ {2}LINE {8}on, webhook https:\/\/guchi\.example\/a\/webhook\/line\/shop$/m);
  assert.ok(!text.includes("s3cret"));
});

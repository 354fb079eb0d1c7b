import { readSettings } from "@guchi/platform/config/settings.ts";
import { loadInstallation } from "@guchi/platform/service/load.ts";
import { ConfigError } from "@guchi/platform/config/config-error.ts";
import { StartError } from "@guchi/platform/service/start-error.ts";
import { LineApi } from "../api/api.ts";
import { checkLine, type Looked } from "./check.ts";
import { linePipelines, lineSettings, settings as variables } from "../settings.ts";
import { unsharedTokens } from "../api/token.ts";

/**
 * The looks of `checkLine` at the channel of this environment, without Redis. Throws StartError,
 * one line, when LINE is off or half set, and ConfigError for a bad setting.
 */
export async function* checkLineHere(environment = process.env): AsyncGenerator<Looked> {
  const config = readSettings({ settings: variables }, environment);
  const { installation } = await loadInstallation(config.EXTENSIONS);
  const settings = lineSettings(config, linePipelines(installation.pipelines));
  if (settings === undefined) throw new StartError("LINE is off: LINE_CHANNEL_SECRET is not set");
  yield* checkLine(settings, new LineApi({ baseUrl: settings.apiBaseUrl, tokens: unsharedTokens(settings) }));
}

/** `node services/line/check/check-here.ts`: the same, where only the image is at hand. */
async function main(): Promise<void> {
  try {
    for await (const { what, ok, text } of checkLineHere()) {
      process.stdout.write(`${ok ? "✓" : "✗"} ${what.padEnd(8)} ${text.replaceAll(/\p{Cc}/gu, " ")}\n`);
      if (!ok) process.exitCode = 1;
    }
  } catch (error) {
    if (!(error instanceof ConfigError || error instanceof StartError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  }
}

if (import.meta.main) await main();

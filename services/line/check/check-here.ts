import { lineChannelProblems } from "@guchi/contracts/line/channels.ts";
import { readSettings } from "@guchi/platform/config/settings.ts";
import { loadInstallation } from "@guchi/platform/service/load.ts";
import { ConfigError } from "@guchi/platform/config/config-error.ts";
import { StartError } from "@guchi/platform/service/start-error.ts";
import { LineApi } from "../api/api.ts";
import { checkLine, type Looked } from "./check.ts";
import { linePipelines, lineSettings, settings as variables } from "../settings.ts";
import { unsharedTokens } from "../api/token.ts";

/**
 * The looks of `checkLine` at each channel of this environment, without Redis. Throws StartError,
 * one line, when LINE is off or half set, and ConfigError for a bad setting.
 */
export async function* checkLineHere(environment = process.env): AsyncGenerator<Looked> {
  const config = readSettings({ settings: variables, settingsProblems: lineChannelProblems }, environment);
  const { installation } = await loadInstallation(config.EXTENSIONS);
  const channels = lineSettings(config, linePipelines(installation.pipelines));
  if (channels.length === 0) throw new StartError("LINE is off: neither LINE_CHANNEL_SECRET nor LINE_CHANNELS is set");
  for (const settings of channels) {
    const api = new LineApi({ baseUrl: settings.apiBaseUrl, tokens: unsharedTokens(settings) });
    for await (const looked of checkLine(settings, api)) {
      yield channels.length === 1 ? looked : { channel: settings.name, ...looked };
    }
  }
}

/** What the line of a look begins with: its channel, where there are several, and what it is of. */
export function labelOf({ channel, what }: Looked): string {
  const padded = what.padEnd(8);
  return channel === undefined ? padded : `${channel === "" ? "(no name)" : channel} ${padded}`;
}

/** `node services/line/check/check-here.ts`: the same, where only the image is at hand. */
async function main(): Promise<void> {
  try {
    for await (const looked of checkLineHere()) {
      process.stdout.write(`${looked.ok ? "✓" : "✗"} ${labelOf(looked)} ${looked.text.replaceAll(/\p{Cc}/gu, " ")}\n`);
      if (!looked.ok) process.exitCode = 1;
    }
  } catch (error) {
    if (!(error instanceof ConfigError || error instanceof StartError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = 2;
  }
}

if (import.meta.main) await main();

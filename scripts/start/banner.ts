import type { Config } from "../../shared/platform/config/config.ts";
import type { ProviderChoice } from "../../shared/providers/choice.ts";
import type { ExtensionService } from "../../shared/platform/service/extensions.ts";

interface Facts {
  readonly config: Config;
  readonly redis: string;
  readonly choices: readonly ProviderChoice[];
  readonly extensions: readonly ExtensionService[];
  /** Lines that the operator should not miss. */
  readonly warnings: readonly string[];
  readonly tookMs: number;
}

/** What the operator sees once all is ready. */
export function banner({ config, redis, choices, extensions, warnings, tookMs }: Facts): string {
  const base = config.PUBLIC_BASE_URL ?? `http://${shownHost(config.HOST)}:${config.PORT}`;
  return [
    "",
    `  Guchi is ready (${(tookMs / 1_000).toFixed(1)} s)`,
    "",
    `  Page        ${base}/`,
    `  API         ${base}/docs`,
    `  Bull Board  ${base}/admin/queues`,
    `  Redis       ${redis}`,
    ...choices.map(({ stage, providers, why }) => `  ${stage.padEnd(11)} ${providers.join(", ")}  (${why})`),
    ...extensions.map(({ file, service }) => `  ${service.name.padEnd(11)} ${file}`),
    ...warnings.map((warning) => `  WARNING     ${warning}`),
    "",
    "  Ctrl-C stops everything; unfinished jobs go on at the next start.",
    "",
  ].join("\n");
}

function shownHost(host: string): string {
  if (host === "0.0.0.0" || host === "::") return "localhost";
  return host.includes(":") ? `[${host}]` : host;
}

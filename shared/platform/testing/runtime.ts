import type { Pipeline } from "@guchi/chain/pipeline.ts";
import { readSettings, type Variables } from "../config/settings.ts";
import { installationOf } from "../service/installation.ts";
import { Runtime } from "../service/runtime.ts";
import type { Service } from "../service/service.ts";
import type { Tracing } from "../telemetry/tracing.ts";

/** A runtime of a service that stands alone, with these pipelines. */
export function testRuntime<Own extends Variables>(
  service: Pick<Service<Own>, "name" | "settings" | "stages" | "metrics" | "keeps">,
  environment: NodeJS.ProcessEnv,
  pipelines: readonly Pipeline[],
  tracing?: Tracing,
): Runtime<Own> {
  const config = readSettings(service, { LOG_LEVEL: "silent", ...environment });
  const installation = installationOf(pipelines, [service]);
  return new Runtime({ name: service.name, config, installation, ...(tracing && { tracing }) });
}

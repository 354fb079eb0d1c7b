import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { isPipeline, type Pipeline } from "@guchi/chain/pipeline.ts";
import { PIPELINES } from "@guchi/contracts/pipelines.ts";
import type { Service } from "./runtime.ts";
import { StartError } from "./start-error.ts";

/** The service of an extension, and the file that runs it as a process of its own. */
export interface ExtensionService {
  readonly file: string;
  readonly service: Service;
}

const SERVICE_NAME = /^[a-z][a-z0-9-]{0,62}$/;

/**
 * Guchi's own pipelines and those of the extensions, by name. `folders` is the setting EXTENSIONS; each one's `pipeline.ts`
 * exports `pipelines`. Throws StartError, one line that names the setting and the file, when one cannot be used.
 */
export async function loadPipelines(folders: readonly string[] = []): Promise<ReadonlyMap<string, Pipeline>> {
  const pipelines = new Map(PIPELINES);
  for (const file of folders.map((folder) => join(folder, "pipeline.ts"))) {
    const { pipelines: added } = await load(file);
    if (!Array.isArray(added) || added.length === 0 || !added.every(isPipeline)) {
      throw refused(file, "must export `pipelines`, a list of what definePipeline of @guchi/chain gives");
    }
    for (const pipeline of added) {
      const { name } = pipeline;
      if (pipelines.has(name)) throw refused(file, `names a pipeline "${name}", and there is one of this name already`);
      pipelines.set(name, pipeline);
    }
  }
  return pipelines;
}

/**
 * The services of the extensions: what each one's `main.ts` exports as `service`. `taken` are the names that are in use.
 * Throws StartError as loadPipelines does.
 */
export async function loadServices(
  folders: readonly string[] = [],
  taken: readonly string[],
): Promise<readonly ExtensionService[]> {
  const names = new Set(taken);
  const services: ExtensionService[] = [];
  for (const file of folders.map((folder) => join(folder, "main.ts"))) {
    const { service } = await load(file);
    if (!isService(service)) throw refused(file, "must export `service`, with a name and a function start");
    if (names.has(service.name)) {
      throw refused(file, `names a service "${service.name}", and there is one of this name already`);
    }
    names.add(service.name);
    services.push({ file, service });
  }
  return services;
}

/** What a file exports. The one import whose path only the operator knows: shared/ stays free of what stands on it. */
async function load(file: string): Promise<Readonly<Record<string, unknown>>> {
  if (!existsSync(file)) throw refused(file, "is not there");
  try {
    return (await import(pathToFileURL(file).href)) as Record<string, unknown>;
  } catch (cause) {
    const [why] = (cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause)).split("\n");
    throw refused(file, `does not load: ${why}`, cause);
  }
}

function isService(value: unknown): value is Service {
  if (typeof value !== "object" || value === null || !("name" in value) || !("start" in value)) return false;
  return typeof value.name === "string" && SERVICE_NAME.test(value.name) && typeof value.start === "function";
}

function refused(file: string, why: string, cause?: unknown): StartError {
  return new StartError(`EXTENSIONS: ${file} ${why}`, { cause });
}

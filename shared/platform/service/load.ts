import { existsSync } from "node:fs";
import { glob } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { isPipeline, type Pipeline } from "@guchi/chain/pipeline.ts";
import { CHAIN_METRICS } from "@guchi/chain/telemetry/chain-metrics.ts";
import { variablesOf, type Variables } from "../config/settings.ts";
import { installationOf, type Installation } from "./installation.ts";
import { isService, type Service } from "./service.ts";
import { StartError } from "./start-error.ts";

/** A service, and the file that runs it as a process of its own. */
export interface LoadedService {
  readonly service: Service;
  /** Absolute path of its main.ts. */
  readonly file: string;
}

/** All that was found: what it declares together, and each service. */
export interface Loaded {
  readonly installation: Installation;
  /** The one that lets requests in comes first, then the others in the order of their stages. */
  readonly services: readonly LoadedService[];
  /** Every variable of every service, by name. */
  readonly variables: Variables;
}

const ROOT = join(import.meta.dirname, "..", "..", "..");
/** Where the repository's own parts lie; the product's pipelines come first. */
const OWN_FOLDERS = ["shared/contracts", "services/*"];

/**
 * Loads every part: those of the repository, and the folders that EXTENSIONS names. A part is a
 * folder with a `service.ts` that exports `service`, a `pipeline.ts` that exports `pipelines`, or
 * both. Throws StartError, one line that names the file, when one cannot be used.
 */
export async function loadInstallation(extensions: readonly string[] = [], root = ROOT): Promise<Loaded> {
  const parts: Part[] = [];
  for (const folder of await ownFolders(root)) parts.push(await loadPart({ folder, setting: "" }));
  for (const folder of extensions) parts.push(await loadPart({ folder, setting: "EXTENSIONS: " }));
  const services = servicesOf(parts);
  requireMetrics(parts);
  const declared = services.map(({ service }) => service);
  const installation = installationOf(pipelinesOf(parts), declared);
  const { stages } = installation;
  const at = ({ service }: LoadedService) =>
    service.acceptsRequests === true
      ? -1
      : Math.min(...Object.keys(service.stages ?? {}).map((stage) => stages.indexOf(stage)));
  return {
    installation,
    services: services.toSorted((a, b) => at(a) - at(b)),
    variables: variablesOfAll(parts),
  };
}

interface Place {
  readonly folder: string;
  /** Begins the line that refuses it: what names the folder, if a setting does. */
  readonly setting: string;
}

interface Part extends Place {
  readonly pipelines: readonly Pipeline[];
  readonly service: Service | undefined;
}

async function ownFolders(root: string): Promise<readonly string[]> {
  const folders: string[] = [];
  for (const pattern of OWN_FOLDERS) {
    const found: string[] = [];
    for await (const folder of glob(pattern, { cwd: root })) found.push(join(root, folder));
    folders.push(...found.toSorted());
  }
  return folders.filter((folder) => holds(folder, "service.ts") || holds(folder, "pipeline.ts"));
}

async function loadPart(place: Place): Promise<Part> {
  const [hasPipelines, hasService] = [holds(place.folder, "pipeline.ts"), holds(place.folder, "service.ts")];
  if (!hasPipelines && !hasService) {
    throw new StartError(`${place.setting}${place.folder} holds neither service.ts nor pipeline.ts`);
  }
  return {
    ...place,
    pipelines: hasPipelines ? await loadPipelines(place) : [],
    service: hasService ? await loadService(place) : undefined,
  };
}

function holds(folder: string, file: string): boolean {
  return existsSync(join(folder, file));
}

async function loadPipelines(place: Place): Promise<readonly Pipeline[]> {
  const { pipelines } = await load(place, "pipeline.ts");
  if (Array.isArray(pipelines) && pipelines.length > 0 && pipelines.every(isPipeline)) return pipelines;
  throw refused(place, "pipeline.ts", "must export `pipelines`, a list made with definePipeline of @guchi/chain");
}

async function loadService(place: Place): Promise<Service> {
  const { service } = await load(place, "service.ts");
  if (!isService(service)) {
    throw refused(place, "service.ts", "must export `service`, made with defineService of @guchi/platform");
  }
  if (!holds(place.folder, "main.ts")) throw refused(place, "main.ts", "is not there");
  return service;
}

/** What a file exports. The one import whose path is known only when it runs. */
async function load(place: Place, file: string): Promise<Readonly<Record<string, unknown>>> {
  try {
    return (await import(pathToFileURL(join(place.folder, file)).href)) as Record<string, unknown>;
  } catch (cause) {
    const [why] = (cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause)).split("\n");
    throw refused(place, file, `does not load: ${why}`, cause);
  }
}

function servicesOf(parts: readonly Part[]): readonly LoadedService[] {
  const names = new Set<string>();
  return parts.flatMap((part) => {
    const { folder, service } = part;
    if (service === undefined) return [];
    if (names.has(service.name)) throw refused(part, "service.ts", taken("service", service.name));
    names.add(service.name);
    return [{ service, file: join(folder, "main.ts") }];
  });
}

function pipelinesOf(parts: readonly Part[]): readonly Pipeline[] {
  const names = new Set<string>();
  return parts.flatMap((part) => {
    for (const { name } of part.pipelines) {
      if (names.has(name)) throw refused(part, "pipeline.ts", taken("pipeline", name));
      names.add(name);
    }
    return part.pipelines;
  });
}

/** Two services may count one metric; then it must be the same one. */
function requireMetrics(parts: readonly Part[]): void {
  const all = new Map(CHAIN_METRICS.map((metric) => [metric.name, metric]));
  for (const part of parts) {
    for (const metric of part.service?.metrics ?? []) {
      const known = all.get(metric.name) ?? metric;
      if (known !== metric)
        throw refused(part, "service.ts", `counts ${metric.name}, which is counted otherwise already`);
      all.set(metric.name, metric);
    }
  }
}

/** Two services may read one variable; then it must be the same one. */
function variablesOfAll(parts: readonly Part[]): Variables {
  const all: Record<string, Variables[string]> = {};
  for (const part of parts) {
    for (const [name, variable] of Object.entries(part.service === undefined ? {} : variablesOf(part.service))) {
      const known = (all[name] ??= variable);
      const isSame = (["about", "expected", "fallback", "secret"] as const).every((of) => known[of] === variable[of]);
      if (!isSame) throw refused(part, "service.ts", `declares ${name}, which another service declares otherwise`);
    }
  }
  return all;
}

function taken(what: string, name: string): string {
  return `names a ${what} "${name}", and there is one of this name already`;
}

function refused({ folder, setting }: Place, file: string, why: string, cause?: unknown): StartError {
  return new StartError(`${setting}${join(folder, file)} ${why}`, { cause });
}

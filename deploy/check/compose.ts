import { parse } from "yaml";
import { VARIABLES } from "../../shared/platform/config/config.ts";
import type { Variable } from "../../shared/platform/config/variables.ts";
import type { Repository } from "../check.ts";
import { composeSchemaProblems } from "./compose-schema.ts";

interface Compose {
  readonly services: Readonly<Record<string, ComposeService>>;
  readonly volumes?: Readonly<Record<string, unknown>>;
  readonly networks?: Readonly<Record<string, { readonly internal?: boolean | string } | null>>;
}

/** What the checks read of a service; its shape is sure once the schema has passed. */
interface ComposeService {
  readonly build?: unknown;
  readonly image?: string;
  readonly mem_limit?: number | string;
  readonly pids_limit?: number | string;
  readonly networks?: readonly string[] | Readonly<Record<string, unknown>>;
  readonly ports?: readonly unknown[];
  readonly command?: string | readonly string[] | null;
  readonly healthcheck?: { readonly test?: string | readonly string[] } & Readonly<Partial<Record<Time, string>>>;
  readonly stop_grace_period?: string;
  readonly environment?: Readonly<Record<string, string | number | boolean | null>> | readonly string[];
  readonly volumes?: readonly (string | { readonly type: string; readonly source?: string })[];
  readonly depends_on?: readonly string[] | Readonly<Record<string, unknown>>;
}

/** As Go reads it, and the schema does not look: `10s`, `1m30s`. */
const DURATION = /^(\d+(\.\d+)?(ns|us|ms|s|m|h))+$/;
const TIMES = ["interval", "timeout", "start_period", "start_interval"] as const;
type Time = (typeof TIMES)[number];

/** What only Compose itself reads of .env. */
const OF_COMPOSE = new Set(["REDIS_PASSWORD"]);

const VARIABLE_BY_NAME = new Map<string, Variable<unknown>>(Object.entries(VARIABLES));

/**
 * What is wrong with the compose file: against the Compose Specification, and against this
 * repository.
 */
export function composeProblems({ compose: text, exists, workspaces }: Repository): readonly string[] {
  let document: unknown;
  try {
    document = parse(text, { merge: true });
  } catch (error) {
    return [`is not YAML: ${error instanceof Error ? error.message : String(error)}`];
  }
  const schemaProblems = composeSchemaProblems(document);
  if (schemaProblems.length > 0) return schemaProblems;
  const compose = document as Compose;
  const services = Object.entries(compose.services);
  const ours = services.filter(([, { build }]) => build !== undefined);
  return [
    ...ours.flatMap(([name, service]) => fileProblems(name, service, exists)),
    ...ours.flatMap(([name, service]) => environmentProblems(name, service)),
    ...services.flatMap(([name, service]) => durationProblems(name, service)),
    ...services.flatMap(([name, service]) => limitProblems(name, service)),
    ...services.flatMap(([name, service]) => imageProblems(name, service)),
    ...services.flatMap(([name, service]) => redisProblems(name, service, compose)),
    ...services.flatMap(([name, service]) => referenceProblems(name, service, compose)),
    ...interpolationProblems(text),
    ...missingServices(
      workspaces,
      ours.map(([, service]) => service),
    ),
  ];
}

function fileProblems(name: string, service: ComposeService, exists: (path: string) => boolean): readonly string[] {
  const command = filesOf(service.command);
  const files = [...command, ...filesOf(service.healthcheck?.test)];
  const missing = files.filter((file) => !exists(file)).map((file) => `${name} runs ${file}, which does not exist`);
  return command.length === 0 ? [`${name} has no command that names its file`, ...missing] : missing;
}

function filesOf(command: string | readonly string[] | null | undefined): readonly string[] {
  const words = typeof command === "string" ? command.split(/\s+/) : (command ?? []);
  return words.filter((word) => /\.(ts|mjs|js)$/.test(word));
}

function environmentProblems(name: string, { environment = {} }: ComposeService): readonly string[] {
  return environmentOf(environment).flatMap(([variable, value]) => {
    const known = VARIABLE_BY_NAME.get(variable);
    if (known === undefined) return [`${name} sets ${variable}, which Guchi does not read`];
    const isGood = value === undefined || value.includes("$") || known.read(value) !== undefined;
    return isGood ? [] : [`${name} sets ${variable}, which must be ${known.expected}`];
  });
}

/** Name and value; the value is undefined when it is passed on from the host. */
function environmentOf(
  environment: NonNullable<ComposeService["environment"]>,
): readonly (readonly [string, string | undefined])[] {
  if (isList(environment)) {
    return environment.map((entry) => {
      const [name = "", ...value] = entry.split("=");
      return [name, value.length === 0 ? undefined : value.join("=")];
    });
  }
  return Object.entries(environment).map(([name, value]) => [name, value === null ? undefined : String(value)]);
}

function durationProblems(name: string, { healthcheck = {}, stop_grace_period }: ComposeService): readonly string[] {
  return [
    ...TIMES.map((field) => [field, healthcheck[field]] as const),
    ["stop_grace_period", stop_grace_period] as const,
  ]
    .filter(([, value]) => value !== undefined && !DURATION.test(value))
    .map(([field, value]) => `${name} has the ${field} "${value}", which is no duration such as 15s`);
}

/** One service that runs wild must not take the machine with it. */
function limitProblems(name: string, service: ComposeService): readonly string[] {
  return (["mem_limit", "pids_limit"] as const)
    .filter((limit) => service[limit] === undefined)
    .map((limit) => `${name} has no ${limit}`);
}

/** An image of others is named by its digest, so that no start brings another one. */
function imageProblems(name: string, { build, image = "" }: ComposeService): readonly string[] {
  const isPinned = build !== undefined || /@sha256:[0-9a-f]{64}$/.test(image);
  return isPinned ? [] : [`${name} has the image ${image}, which is not named by its digest`];
}

/** Redis holds everything: it wants a password, and no way to it but from the services. */
function redisProblems(name: string, service: ComposeService, { networks = {} }: Compose): readonly string[] {
  if (!/(^|\/)(redis|valkey)\b/.test(service.image ?? "")) return [];
  const command = typeof service.command === "string" ? service.command.split(/\s+/) : (service.command ?? []);
  const joined = isList(service.networks) ? service.networks : Object.keys(service.networks ?? { default: null });
  return [
    ...(command.includes("--requirepass") ? [] : [`${name} has no --requirepass`]),
    ...(service.ports === undefined ? [] : [`${name} publishes a port`]),
    ...joined
      .filter((network) => String(networks[network]?.internal) !== "true")
      .map((network) => `${name} is in the network ${network}, which is not internal`),
  ];
}

/**
 * Neighbours, networks and volumes that a service names and the file lacks: the schema cannot see
 * them.
 */
function referenceProblems(name: string, service: ComposeService, compose: Compose): readonly string[] {
  const neighbours = isList(service.depends_on) ? service.depends_on : Object.keys(service.depends_on ?? {});
  const volumes = (service.volumes ?? []).flatMap((volume) => {
    const source = typeof volume === "string" ? volume.split(":")[0] : volume.type === "volume" && volume.source;
    return typeof source === "string" && /^[a-zA-Z0-9]/.test(source) ? [source] : [];
  });
  return [
    ...neighbours
      .filter((other) => !(other in compose.services))
      .map((other) => `${name} waits for ${other}, which is not there`),
    ...(isList(service.networks) ? service.networks : Object.keys(service.networks ?? {}))
      .filter((network) => network !== "default" && !(network in (compose.networks ?? {})))
      .map((network) => `${name} is in the network ${network}, which is not declared`),
    ...volumes
      .filter((volume) => !(volume in (compose.volumes ?? {})))
      .map((volume) => `${name} uses the volume ${volume}, which is not declared`),
  ];
}

function interpolationProblems(text: string): readonly string[] {
  const uncommented = text.replaceAll(/(^|\s)#.*$/gm, "");
  const names = [...uncommented.matchAll(/(?<!\$)\$\{?([A-Za-z_]\w*)/g)].map(([, name = ""]) => name);
  return [...new Set(names)]
    .filter((name) => !VARIABLE_BY_NAME.has(name) && !OF_COMPOSE.has(name))
    .map((name) => `reads ${name}, which is not a variable of Guchi`);
}

/**
 * A service that was added under services/ and forgotten here would leave its queue without a
 * worker.
 */
function missingServices(workspaces: readonly string[], ours: readonly ComposeService[]): readonly string[] {
  const started = new Set(ours.flatMap(({ command }) => filesOf(command)));
  return workspaces
    .filter((file) => file.startsWith("services/"))
    .map((file) => file.replace("package.json", "main.ts"))
    .filter((main) => !started.has(main))
    .map((main) => `no service runs ${main}`);
}

function isList(value: unknown): value is readonly string[] {
  return Array.isArray(value);
}

import Type, { type Static } from "typebox";
import { parse } from "yaml";
import { parseAs, SchemaError } from "../../shared/chain/schema.ts";
import type { Variables } from "../../shared/platform/config/settings.ts";
import type { Repository } from "./repository.ts";

/** As Go reads it, and the Compose Specification does not look: `10s`, `1m30s`. */
const Duration = Type.String({ pattern: /^(\d+(ms|s|m|h))+$/ });

/** The forms that we use of those which Compose knows, and what we demand of each service. */
const Service = Type.Object({
  build: Type.Optional(Type.String()),
  image: Type.String(),
  command: Type.Array(Type.String()),
  /** Without a value: passed on from .env or the shell. */
  environment: Type.Record(Type.String(), Type.Union([Type.String(), Type.Null()])),
  networks: Type.Array(Type.String()),
  ports: Type.Optional(Type.Array(Type.String())),
  volumes: Type.Optional(Type.Array(Type.String())),
  depends_on: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  healthcheck: Type.Object({
    test: Type.Array(Type.String()),
    interval: Duration,
    timeout: Duration,
    start_period: Duration,
  }),
  stop_grace_period: Duration,
  mem_limit: Type.String(),
  pids_limit: Type.Integer(),
});
type Service = Static<typeof Service>;

const Compose = Type.Object({
  services: Type.Record(Type.String(), Service),
  networks: Type.Record(Type.String(), Type.Object({ internal: Type.Optional(Type.Boolean()) })),
  volumes: Type.Record(Type.String(), Type.Unknown()),
});
type Compose = Static<typeof Compose>;

/** What only Compose itself reads of .env. */
const OF_COMPOSE = new Set(["REDIS_PASSWORD", "REDISCLI_AUTH"]);
/** What Node reads, in every container. */
const OF_NODE = new Set(["HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "NODE_EXTRA_CA_CERTS", "NODE_USE_ENV_PROXY"]);

/** Where the compose file does not fit this repository, and what no linter demands. */
export function composeProblems({ compose: text, exists, services: declared }: Repository): readonly string[] {
  let compose: Compose;
  try {
    compose = parseAs(Compose, parse(text, { merge: true }));
  } catch (error) {
    if (error instanceof SchemaError) return error.problems.map(({ path, message }) => `${path} ${message}`);
    return [`is not YAML: ${String(error)}`];
  }
  const services = Object.entries(compose.services);
  const known: Variables = Object.assign({}, ...declared.values());
  return [
    ...services.flatMap(([name, service]) =>
      [
        ...fileProblems(service, exists),
        ...environmentProblems(service, variablesFor(service, declared)),
        ...imageProblems(service),
        ...redisProblems(service, compose),
        ...referenceProblems(service, compose),
      ].map((problem) => `${name} ${problem}`),
    ),
    ...unknownNames(text, known).map((name) => `reads ${name}, which is not a variable of Guchi`),
    ...[...declared.keys()]
      .filter((main) => !services.some(([, { command }]) => command.includes(main)))
      .map((main) => `no service runs ${main}`),
  ];
}

function fileProblems({ command, healthcheck }: Service, exists: Repository["exists"]): readonly string[] {
  const files = [...command, ...healthcheck.test].filter((word) => /\.(ts|mjs|js)$/.test(word));
  return files.filter((file) => !exists(file)).map((file) => `runs ${file}, which does not exist`);
}

function variablesFor({ command }: Service, declared: Repository["services"]): Variables {
  const [file] = command;
  return (file === undefined ? undefined : declared.get(file)) ?? {};
}

/**
 * A container gets what its service declares: that it works as set up, and knows no secret of
 * others.
 */
function environmentProblems({ environment }: Service, declared: Variables): readonly string[] {
  const wrong = Object.entries(environment).flatMap(([name, value]) => {
    const variable = declared[name];
    if (variable === undefined)
      return OF_COMPOSE.has(name) || OF_NODE.has(name) ? [] : [`sets ${name}, which it does not read`];
    const isGood = value === null || value.includes("$") || variable.read(value) !== undefined;
    return isGood ? [] : [`sets ${name}, which must be ${variable.expected}`];
  });
  const left = Object.keys(declared).filter((name) => !Object.hasOwn(environment, name));
  return [...wrong, ...left.map((name) => `does not pass ${name} on, which it reads`)];
}

/** An image of others is named by its digest, so that no start brings another one. */
function imageProblems({ build, image }: Service): readonly string[] {
  const isPinned = build !== undefined || /@sha256:[0-9a-f]{64}$/.test(image);
  return isPinned ? [] : [`has the image ${image}, which is not named by its digest`];
}

/** Redis holds everything: it wants a password, and no way to it but from the services. */
function redisProblems({ image, command, ports, networks: joined }: Service, compose: Compose): readonly string[] {
  if (!/(^|\/)(redis|valkey)\b/.test(image)) return [];
  return [
    ...(command.includes("--requirepass") ? [] : ["has no --requirepass"]),
    ...(ports === undefined ? [] : ["publishes a port"]),
    ...joined
      .filter((network) => compose.networks[network]?.internal !== true)
      .map((network) => `is in the network ${network}, which is not internal`),
  ];
}

/** Neighbours, networks and volumes that a service names and the file lacks. */
function referenceProblems({ depends_on = {}, networks, volumes = [] }: Service, compose: Compose): readonly string[] {
  const named = volumes.map((volume) => volume.split(":")[0] ?? "").filter((source) => /^\w/.test(source));
  return [
    ...missing(Object.keys(depends_on), compose.services).map((other) => `waits for ${other}, which is not there`),
    ...missing(networks, { ...compose.networks, default: {} }).map(
      (network) => `is in the network ${network}, which is not declared`,
    ),
    ...missing(named, compose.volumes).map((volume) => `uses the volume ${volume}, which is not declared`),
  ];
}

function missing(names: readonly string[], declared: object): readonly string[] {
  return names.filter((name) => !(name in declared));
}

/** What the file takes from the environment although nobody knows it. */
function unknownNames(text: string, known: Variables): readonly string[] {
  const uncommented = text.replaceAll(/(^|\s)#.*$/gm, "");
  const names = [...uncommented.matchAll(/(?<!\$)\$\{?([A-Za-z_]\w*)/g)].map(([, name = ""]) => name);
  return [...new Set(names)].filter((name) => !Object.hasOwn(known, name) && !OF_COMPOSE.has(name));
}

import { readFile } from "node:fs/promises";
import { join, relative } from "node:path";
import Type from "typebox";
import { parse } from "yaml";
import { parseAs } from "../../shared/chain/schema.ts";
import { variablesOf } from "../../shared/platform/config/settings.ts";
import { httpUrl } from "../../shared/platform/config/variables.ts";
import { loadInstallation } from "../../shared/platform/service/load.ts";
import type { Service } from "../../shared/platform/service/service.ts";

/** A service, as far as its manifests depend on what it declares. */
export interface ServiceFacts {
  readonly name: string;
  /** Its main.ts, from the root. */
  readonly main: string;
  readonly acceptsRequests: boolean;
  /** Every variable that it reads. */
  readonly variables: readonly string[];
  /** Of these, the secret ones. */
  readonly secrets: readonly string[];
  /** The stages that it works on. */
  readonly stages: readonly { readonly name: string; readonly concurrency: number }[];
  /** Whether a stage of it may wait for an engine elsewhere, many at once. */
  readonly isRemote: boolean;
  /** Whether it may call a provider, or LINE: it reads the address of one. */
  readonly callsProviders: boolean;
  /** Whether it may call any address that a caller names. */
  readonly callsBack: boolean;
}

/** What the manifests are made from. */
export interface Facts {
  readonly services: readonly ServiceFacts[];
  /** Command that ends with 0 while a service lives: the health check of docker-compose.yml. */
  readonly aliveCommand: string;
  /** The Redis of docker-compose.yml. */
  readonly redis: { readonly image: string; readonly command: readonly string[] };
}

/** What is read of docker-compose.yml. */
const Compose = Type.Object({
  "x-health": Type.Object({ test: Type.Tuple([Type.Literal("CMD-SHELL"), Type.String()]) }),
  services: Type.Object({
    redis: Type.Object({ image: Type.String(), command: Type.Array(Type.String()) }),
  }),
});

export async function readFacts(root: string): Promise<Facts> {
  const { services } = await loadInstallation([], root);
  const compose = parseAs(Compose, parse(await readFile(join(root, "docker-compose.yml"), "utf8"), { merge: true }));
  const { image, command } = compose.services.redis;
  return {
    services: services.map(({ service, file }) => factsOf(service, relative(root, file))),
    aliveCommand: compose["x-health"].test[1],
    redis: { image, command },
  };
}

/** Addresses that are ours, and that of the media store, which is no provider. */
const NO_PROVIDERS = new Set(["PUBLIC_BASE_URL", "S3_ENDPOINT", "OTEL_EXPORTER_OTLP_ENDPOINT"]);
const URL_KIND = httpUrl({ about: "" }).expected;

function factsOf(service: Service, main: string): ServiceFacts {
  const variables = Object.entries(variablesOf(service));
  const names = variables.map(([name]) => name);
  return {
    name: service.name,
    main,
    acceptsRequests: service.acceptsRequests === true,
    variables: names,
    secrets: variables.filter(([, { secret }]) => secret).map(([name]) => name),
    stages: Object.entries(service.stages ?? {}).map(([name, { concurrency }]) => ({ name, concurrency })),
    isRemote: Object.values(service.stages ?? {}).some(({ remoteConcurrency }) => remoteConcurrency !== undefined),
    callsProviders: variables.some(([name, { expected }]) => expected === URL_KIND && !NO_PROVIDERS.has(name)),
    callsBack: names.includes("CALLBACK_ALLOW_PRIVATE"),
  };
}

import type { RedisOptions } from "ioredis";
import { parseRedisUrl, REDIS_URL_FORMS, type RedisAddress, type SentinelAddress } from "./address.ts";

/** How long a connection may take to be made, and a Sentinel to answer, in ms. */
export const CONNECT_TIMEOUT_MS = 5_000;

/** Whom to trust, and who this is, as PEM; what is left out is as Node has it. */
export interface TlsFiles {
  readonly ca?: string | undefined;
  readonly cert?: string | undefined;
  readonly key?: string | undefined;
}

/** Where Redis is: a URL (address.ts), and for one with TLS whose certificates count. */
export interface RedisTarget extends TlsFiles {
  readonly url: string;
}

/** ioredis' constructor takes no undefined `replyMapping`, while its options type has one. */
export type ConnectionOptions = Omit<RedisOptions, "replyMapping">;

/** Throws TypeError for a URL that is none. */
export function addressOf({ url }: RedisTarget): RedisAddress {
  const address = parseRedisUrl(url);
  if (address === undefined) throw new TypeError(`The URL of Redis must be ${REDIS_URL_FORMS}`);
  return address;
}

/** What ioredis is told of the one server of a URL. Throws TypeError for another URL. */
export function redisOptions(url: string): ConnectionOptions {
  const address = addressOf({ url });
  if (address.kind === "cluster") throw new TypeError("This URL is a cluster's");
  return serverOptions(address);
}

/** What ioredis is told of one server, or of the Sentinels that know it. */
export function serverOptions(
  address: Exclude<RedisAddress, { kind: "cluster" }>,
  files: TlsFiles = {},
): ConnectionOptions {
  if (address.kind === "socket") return { path: address.path };
  const { database } = address;
  const common = { ...remoteOptions(address, files), ...(database !== 0 && { db: database }) };
  if (address.kind === "server") return { ...common, host: address.host, port: address.port };
  return { ...common, ...sentinelOptions(address, files) };
}

/** Who asks, and whether by TLS: the same for each server of one address. */
export function remoteOptions(
  { username, password, tls }: Exclude<RedisAddress, { kind: "socket" }>,
  files: TlsFiles,
): ConnectionOptions {
  return {
    ...(username !== undefined && { username }),
    ...(password !== undefined && { password }),
    ...(tls && { tls: tlsOptions(files) }),
  };
}

/** What ioredis is told of one Sentinel. */
export function ofSentinel(
  { tls, sentinelUsername, sentinelPassword }: SentinelAddress,
  files: TlsFiles = {},
): ConnectionOptions {
  return {
    ...(sentinelUsername !== undefined && { username: sentinelUsername }),
    ...(sentinelPassword !== undefined && { password: sentinelPassword }),
    ...(tls && { tls: tlsOptions(files) }),
    enableReadyCheck: false,
    connectTimeout: CONNECT_TIMEOUT_MS,
  };
}

function sentinelOptions(address: SentinelAddress, files: TlsFiles): ConnectionOptions {
  const { sentinels, name, tls, sentinelUsername, sentinelPassword } = address;
  return {
    sentinels: [...sentinels],
    name,
    ...(sentinelUsername !== undefined && { sentinelUsername }),
    ...(sentinelPassword !== undefined && { sentinelPassword }),
    sentinelCommandTimeout: CONNECT_TIMEOUT_MS,
    ...(tls && { enableTLSForSentinelMode: true, sentinelTLS: tlsOptions(files) }),
  };
}

function tlsOptions({ ca, cert, key }: TlsFiles) {
  return { ...(ca !== undefined && { ca }), ...(cert !== undefined && { cert }), ...(key !== undefined && { key }) };
}

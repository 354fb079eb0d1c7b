/** A host, IPv6 without brackets, and its port. */
export interface HostPort {
  readonly host: string;
  readonly port: number;
}

interface Credentials {
  readonly username?: string;
  readonly password?: string;
}

interface Remote extends Credentials {
  readonly tls: boolean;
}

/** One server, the primary. */
export interface ServerAddress extends Remote, HostPort {
  readonly kind: "server";
  readonly database: number;
}

/** A primary that Sentinels know as `name`. They have a password of their own. */
export interface SentinelAddress extends Remote {
  readonly kind: "sentinel";
  readonly sentinels: readonly HostPort[];
  readonly name: string;
  readonly database: number;
  readonly sentinelUsername?: string;
  readonly sentinelPassword?: string;
}

/** A Redis Cluster, by some of its nodes. It has database 0 alone. */
export interface ClusterAddress extends Remote {
  readonly kind: "cluster";
  readonly nodes: readonly HostPort[];
}

/** Where Redis is. */
export type RedisAddress =
  | ServerAddress
  | SentinelAddress
  | ClusterAddress
  | { readonly kind: "socket"; readonly path: string };

/** What a URL of Redis looks like; ends the sentence "X must be …". */
export const REDIS_URL_FORMS =
  "a redis://host:port, rediss://host:port or unix:///path URL, or redis+sentinel://host:port,host:port/NAME or redis+cluster://host:port,host:port (with TLS rediss+…)";

const REDIS_PORT = 6_379;
const SENTINEL_PORT = 26_379;

/** Several hosts are no URL as WHATWG has them. */
const FORM =
  /^(?<scheme>rediss?(?:\+(?:sentinel|cluster))?):\/\/(?:(?<who>[^@/?#]*)@)?(?<hosts>[^@/?#]+)(?<path>\/[^?#]*)?(?:\?(?<query>[^#]*))?$/;

/** The address in a URL; undefined when it has none of the forms. */
export function parseRedisUrl(url: string): RedisAddress | undefined {
  if (url.startsWith("unix:")) return socketOf(url);
  const { scheme = "", who = "", hosts = "", path = "", query } = FORM.exec(url)?.groups ?? {};
  const credentials = credentialsOf(who);
  if (scheme === "" || credentials === undefined) return undefined;
  const remote = { ...credentials, tls: scheme.startsWith("rediss") };
  const parts = path.split("/").slice(1);
  if (scheme.endsWith("+sentinel")) return sentinelsOf(remote, hosts, parts, query);
  if (query !== undefined) return undefined;
  if (scheme.endsWith("+cluster")) return clusterOf(remote, hosts, parts);
  const [server, ...others] = hostsOf(hosts, REDIS_PORT) ?? [];
  const database = databaseOf(parts);
  if (server === undefined || others.length > 0 || database === undefined) return undefined;
  return { kind: "server", ...remote, ...server, database };
}

function socketOf(url: string): RedisAddress | undefined {
  const path = URL.parse(url)?.pathname ?? "";
  return path.length > 1 ? { kind: "socket", path: decodeURIComponent(path) } : undefined;
}

function sentinelsOf(
  remote: Remote,
  hosts: string,
  [encoded = "", ...parts]: readonly string[],
  query: string | undefined,
): RedisAddress | undefined {
  const sentinels = hostsOf(hosts, SENTINEL_PORT);
  const name = decoded(encoded);
  const database = databaseOf(parts);
  const { sentinelUsername, sentinelPassword, ...unknown } = Object.fromEntries(new URLSearchParams(query));
  if (sentinels === undefined || name === undefined || name === "" || database === undefined) return undefined;
  if (Object.keys(unknown).length > 0) return undefined;
  return {
    kind: "sentinel",
    ...remote,
    sentinels,
    name,
    database,
    ...(sentinelUsername !== undefined && { sentinelUsername }),
    ...(sentinelPassword !== undefined && { sentinelPassword }),
  };
}

function clusterOf(remote: Remote, hosts: string, parts: readonly string[]): RedisAddress | undefined {
  const nodes = hostsOf(hosts, REDIS_PORT);
  return nodes === undefined || databaseOf(parts) !== 0 ? undefined : { kind: "cluster", ...remote, nodes };
}

function databaseOf([database = "", ...others]: readonly string[]): number | undefined {
  return others.length > 0 || !/^\d{0,9}$/.test(database) ? undefined : Number(database);
}

function credentialsOf(who: string): Credentials | undefined {
  const colon = who.indexOf(":");
  const username = decoded(colon === -1 ? who : who.slice(0, colon));
  const password = decoded(colon === -1 ? "" : who.slice(colon + 1));
  if (username === undefined || password === undefined) return undefined;
  return { ...(username !== "" && { username }), ...(password !== "" && { password }) };
}

function hostsOf(hosts: string, port: number): readonly HostPort[] | undefined {
  const found = hosts.split(",").map((host) => hostOf(host.trim(), port));
  const good = found.filter((host) => host !== undefined);
  return good.length === found.length ? good : undefined;
}

/** `URL` checks hosts and ports, and takes the brackets of IPv6. */
function hostOf(text: string, port: number): HostPort | undefined {
  const url = URL.parse(`redis://${text}`);
  if (url === null || url.hostname === "" || url.port === "0") return undefined;
  return { host: url.hostname.replace(/^\[|\]$/g, ""), port: url.port === "" ? port : Number(url.port) };
}

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined; // URIError is how it says that a percent sign stands alone
  }
}

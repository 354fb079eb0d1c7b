import type { INetworkPolicy } from "kubernetes-models/networking.k8s.io/v1";
import type { ServiceFacts } from "./facts.ts";
import { ALL_LABELS, ENGINE_LABEL, HTTP_PORT, labelsOf, REDIS, REDIS_PORT } from "./names.ts";

type Spec = NonNullable<INetworkPolicy["spec"]>;
type Rule = NonNullable<Spec["egress"]>[number];
type Peers = NonNullable<Rule["to"]>;
type Ports = NonNullable<Rule["ports"]>;
type Selector = NonNullable<Spec["podSelector"]>;

/** Namespaces whose pods may call the gateway: proxies, k3s' Traefik and Prometheus. */
const CALLERS = ["ingress-nginx", "traefik", "kube-system", "monitoring"];

/** The internet: no address of the cluster, of the node, or of a cloud's metadata service. */
const PUBLIC: Peers = [
  {
    ipBlock: {
      cidr: "0.0.0.0/0",
      except: ["10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16"],
    },
  },
  { ipBlock: { cidr: "::/0", except: ["::1/128", "fc00::/7", "fe80::/10"] } },
];

/** Where a collector of traces in the cluster takes OTLP over HTTP. */
const OTLP_PORT = 4_318;

/** Where a Redis of one's own usually listens: Redis, with TLS, Azure's, Sentinel. */
const REDIS_PORTS = [REDIS_PORT, 6_380, 10_000, 26_379];

function policy(name: string, spec: Spec): INetworkPolicy {
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "NetworkPolicy",
    metadata: { name, labels: ALL_LABELS },
    spec,
  };
}

function egress(name: string, podSelector: Selector, rules: Rule[]): INetworkPolicy {
  return policy(name, { podSelector, policyTypes: ["Egress"], egress: rules });
}

const ALL: Selector = { matchLabels: ALL_LABELS };

/** The pods of these services. */
function podsOf(services: readonly ServiceFacts[]): Selector {
  const values = services.map(({ name }) => name);
  return {
    matchLabels: ALL_LABELS,
    matchExpressions: [{ key: "app.kubernetes.io/component", operator: "In", values }],
  };
}

/**
 * Who may speak to whom: nobody to anybody but what is said here. Redis is in the overlays, since
 * it is theirs where it stands.
 */
export function networkPolicies(services: readonly ServiceFacts[]): readonly INetworkPolicy[] {
  const accepting = services.filter(({ acceptsRequests }) => acceptsRequests);
  const callingProviders = services.filter(({ callsProviders }) => callsProviders);
  const tracing = services.filter(({ variables }) => variables.includes("OTEL_EXPORTER_OTLP_ENDPOINT"));
  const callingBack = services.filter(({ callsBack }) => callsBack);
  return [
    policy("guchi-default", { podSelector: ALL, policyTypes: ["Ingress", "Egress"], egress: [DNS] }),
    policy("guchi-requests", {
      podSelector: podsOf(accepting),
      policyTypes: ["Ingress"],
      ingress: [
        {
          from: [
            {
              namespaceSelector: {
                matchExpressions: [{ key: "kubernetes.io/metadata.name", operator: "In", values: CALLERS }],
              },
            },
          ],
          ports: tcp(HTTP_PORT),
        },
      ],
    }),
    egress("guchi-providers", podsOf(callingProviders), [
      { to: PUBLIC, ports: tcp(443) },
      { to: [{ podSelector: { matchLabels: ENGINE_LABEL } }] },
    ]),
    egress("guchi-callbacks", podsOf(callingBack), [{ to: PUBLIC }]),
    egress("guchi-traces", podsOf(tracing), [{ to: [{ namespaceSelector: {} }], ports: tcp(OTLP_PORT) }]),
  ];
}

function tcp(...ports: number[]): Ports {
  return ports.map((port) => ({ protocol: "TCP", port }));
}

/** To the cluster's DNS, wherever that stands: a node's own cache has a link-local address. */
const DNS: Rule = {
  to: [{ namespaceSelector: {} }, { ipBlock: { cidr: "169.254.0.0/16" } }],
  ports: [
    { protocol: "UDP", port: 53 },
    { protocol: "TCP", port: 53 },
  ],
};

/** To the redis-server of the overlay `single`, and nobody else to it. */
export function ownRedisPolicies(): readonly INetworkPolicy[] {
  const redis = { matchLabels: labelsOfRedis() };
  const ports = tcp(REDIS_PORT);
  return [
    egress("guchi-redis-calls", ALL, [{ to: [{ podSelector: redis }], ports }]),
    policy(REDIS, {
      podSelector: redis,
      policyTypes: ["Ingress", "Egress"],
      ingress: [{ from: [{ podSelector: ALL }], ports }],
    }),
  ];
}

/** To a Redis, wherever it is, by its usual ports, and to a media store in the internet. */
export function outsideStoresPolicy(): INetworkPolicy {
  return egress("guchi-stores", ALL, [{ ports: tcp(...REDIS_PORTS) }, { to: PUBLIC, ports: tcp(443) }]);
}

/** Not ALL_LABELS: what holds for Guchi's own pods must not hold for Redis. */
export function labelsOfRedis() {
  return { ...labelsOf("redis"), "app.kubernetes.io/name": REDIS };
}

import type { IIngress } from "kubernetes-models/networking.k8s.io/v1";
import type { INamespace, IService, IServiceAccount } from "kubernetes-models/v1";
import { deploymentOf } from "./deployment.ts";
import type { Facts, ServiceFacts } from "./facts.ts";
import { envFile, type Folder } from "./folder.ts";
import { ACCOUNT, ALL_LABELS, DATA_DIR, HTTP_PORT, IMAGE, labelsOf, nameOf, NAMESPACE, SETTINGS } from "./names.ts";
import { networkPolicies } from "./network.ts";

/**
 * What both overlays stand on. Its Secrets are empty, and an empty setting counts as unset: whoever
 * deploys it fills them in.
 */
export function baseFolder(facts: Facts): Folder {
  const { services } = facts;
  const accepting = services.filter(({ acceptsRequests }) => acceptsRequests);
  return {
    resources: {
      "namespace.yaml": [namespace(), account()],
      "network.yaml": networkPolicies(services),
      "http.yaml": accepting.flatMap((service) => [httpService(service), ingress(service)]),
      ...Object.fromEntries(services.map((service) => [`${service.name}.yaml`, [deploymentOf(service, facts)]])),
    },
    files: Object.fromEntries(services.map((service) => [secretFile(service), emptySecrets(service)])),
    kustomization: {
      namespace: NAMESPACE,
      images: [{ name: IMAGE, newTag: "0.1.0" }],
      configMapGenerator: [{ name: SETTINGS, literals: Object.entries(SETTINGS_HERE).map((entry) => entry.join("=")) }],
      secretGenerator: services.map((service) => ({ name: nameOf(service), envs: [secretFile(service)] })),
    },
  };
}

function secretFile({ name }: ServiceFacts): string {
  return `secrets/${name}.env`;
}

function emptySecrets({ secrets }: ServiceFacts): string {
  return envFile(secrets.map((name) => [name, ""]));
}

/** What the manifests themselves decide. */
export const SETTINGS_HERE = {
  DATA_DIR,
  HEALTH_FILE: "/tmp/alive",
  HOST: "0.0.0.0",
  PORT: String(HTTP_PORT),
  // The proxies in front are in the cluster, and nobody else reaches the gateway.
  TRUST_PROXY: "uniquelocal",
} as const;

function namespace(): INamespace {
  return {
    apiVersion: "v1",
    kind: "Namespace",
    metadata: { name: NAMESPACE, labels: { ...ALL_LABELS, "pod-security.kubernetes.io/enforce": "restricted" } },
  };
}

/** One without a right. */
function account(): IServiceAccount {
  return {
    apiVersion: "v1",
    kind: "ServiceAccount",
    metadata: { name: ACCOUNT, labels: ALL_LABELS },
    automountServiceAccountToken: false,
  };
}

function httpService(service: ServiceFacts): IService {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: nameOf(service), labels: labelsOf(service.name) },
    spec: { selector: labelsOf(service.name), ports: [{ name: "http", port: 80, targetPort: "http" }] },
  };
}

/** The host is an example: an overlay of one's own names the host of PUBLIC_BASE_URL. */
function ingress(service: ServiceFacts): IIngress {
  const host = "guchi.example";
  const backend = { service: { name: nameOf(service), port: { name: "http" } } };
  return {
    apiVersion: "networking.k8s.io/v1",
    kind: "Ingress",
    metadata: { name: "guchi", labels: labelsOf(service.name) },
    spec: {
      tls: [{ hosts: [host], secretName: "guchi-tls" }],
      rules: [{ host, http: { paths: [{ path: "/", pathType: "Prefix", backend }] } }],
    },
  };
}

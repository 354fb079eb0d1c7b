import type { IDeployment } from "kubernetes-models/apps/v1";
import type { IContainer, ILifecycle, IPodSpec, IProbe, ISecurityContext } from "kubernetes-models/v1";
import { CLOSE_TIMEOUT_MS } from "../../shared/platform/service/run-process.ts";
import type { Facts, ServiceFacts } from "./facts.ts";
import { ACCOUNT, ALL_LABELS, DATA_DIR, HTTP_PORT, IMAGE, labelsOf, nameOf, SETTINGS } from "./names.ts";
import { resourcesOf } from "./sizes.ts";

/** For so long a pod that ends still answers, until no proxy sends it requests any more. */
const LEAVE_SECONDS = 5;
/** Beyond the time within which a process ends by itself. */
const SPARE_SECONDS = 8;
/** User and group `node` of the image: a kubelet believes no name to be another one than root. */
const NODE_ID = 1_000;

/** The Deployment of a service. How many pods it has, an overlay or an autoscaler says. */
export function deploymentOf(service: ServiceFacts, facts: Pick<Facts, "aliveCommand">): IDeployment {
  const labels = labelsOf(service.name);
  return {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: nameOf(service), labels },
    spec: {
      // The file of the liveness probe is there before the work is; what dies at its start must not
      // count as available.
      minReadySeconds: 10,
      revisionHistoryLimit: 3,
      strategy: { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 0, maxSurge: 1 } },
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: podOf(service, facts) },
    },
  };
}

function podOf(service: ServiceFacts, facts: Pick<Facts, "aliveCommand">): IPodSpec {
  return {
    serviceAccountName: ACCOUNT,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    // A PID 1 that collects what a voice's programs leave behind.
    shareProcessNamespace: true,
    terminationGracePeriodSeconds:
      CLOSE_TIMEOUT_MS / 1_000 + SPARE_SECONDS + (service.acceptsRequests ? LEAVE_SECONDS : 0),
    securityContext: podSecurity(NODE_ID, NODE_ID),
    topologySpreadConstraints: ["topology.kubernetes.io/zone", "kubernetes.io/hostname"].map((topologyKey) => ({
      maxSkew: 1,
      topologyKey,
      whenUnsatisfiable: "ScheduleAnyway",
      labelSelector: { matchLabels: labelsOf(service.name) },
    })),
    containers: [containerOf(service, facts)],
    volumes: [
      { name: "tmp", emptyDir: { sizeLimit: "512Mi" } },
      { name: "data", emptyDir: { sizeLimit: "1Gi" } },
    ],
  };
}

function containerOf(service: ServiceFacts, facts: Pick<Facts, "aliveCommand">): IContainer {
  return {
    name: service.name,
    image: IMAGE,
    args: [service.main],
    ...(service.acceptsRequests && { ports: [{ name: "http", containerPort: HTTP_PORT }] }),
    envFrom: [{ configMapRef: { name: SETTINGS } }, { secretRef: { name: nameOf(service) } }],
    resources: resourcesOf(service),
    ...(service.acceptsRequests ? httpProbes() : aliveProbes(facts.aliveCommand)),
    securityContext: CONTAINER_SECURITY,
    volumeMounts: [
      { name: "tmp", mountPath: "/tmp" },
      { name: "data", mountPath: DATA_DIR },
    ],
  };
}

interface Probes {
  readonly startupProbe: IProbe;
  readonly livenessProbe: IProbe;
  readonly readinessProbe?: IProbe;
  readonly lifecycle?: ILifecycle;
}

/**
 * It listens once Redis will do, and waits for that as long as it takes: a start of an hour is no
 * reason to start again.
 */
function httpProbes(): Probes {
  return {
    startupProbe: { ...httpGet("/healthz"), periodSeconds: 2, failureThreshold: 1_800 },
    livenessProbe: { ...httpGet("/healthz"), periodSeconds: 10, failureThreshold: 3 },
    readinessProbe: { ...httpGet("/readyz"), periodSeconds: 5, failureThreshold: 2 },
    lifecycle: { preStop: { exec: { command: ["sleep", String(LEAVE_SECONDS)] } } },
  };
}

function httpGet(path: string): IProbe {
  return { httpGet: { path, port: "http" }, timeoutSeconds: 5 };
}

/** The age of HEALTH_FILE: some ms of CPU, where a Node would cost 0.2 s. */
function aliveProbes(aliveCommand: string): Probes {
  const alive: IProbe = { exec: { command: ["sh", "-c", aliveCommand] }, timeoutSeconds: 5 };
  return {
    startupProbe: { ...alive, periodSeconds: 2, failureThreshold: 30 },
    livenessProbe: { ...alive, periodSeconds: 10, failureThreshold: 3 },
  };
}

/** What Pod Security's level `restricted` demands of a pod, and one owner for what it writes. */
export function podSecurity(user: number, group: number): NonNullable<IPodSpec["securityContext"]> {
  return {
    runAsNonRoot: true,
    runAsUser: user,
    runAsGroup: group,
    fsGroup: group,
    fsGroupChangePolicy: "OnRootMismatch",
    seccompProfile: { type: "RuntimeDefault" },
  };
}

/** What `restricted` demands of a container, and nothing to write but the volumes. */
export const CONTAINER_SECURITY: ISecurityContext = {
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
};

/** Every pod of Guchi's own on one node, as a disk wants it that only one node can mount. */
export const ON_ONE_NODE: NonNullable<IPodSpec["affinity"]> = {
  podAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: [
      { labelSelector: { matchLabels: ALL_LABELS }, topologyKey: "kubernetes.io/hostname" },
    ],
  },
};

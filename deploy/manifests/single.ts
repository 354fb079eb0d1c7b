import type { IStatefulSet } from "kubernetes-models/apps/v1";
import type { IPersistentVolumeClaim, IService } from "kubernetes-models/v1";
import { CONTAINER_SECURITY, ON_ONE_NODE, podSecurity } from "./deployment.ts";
import type { Facts } from "./facts.ts";
import { envFile, type Folder } from "./folder.ts";
import { ALL_LABELS, MEDIA_CLAIM, REDIS, REDIS_PORT, SETTINGS } from "./names.ts";
import { labelsOfRedis, ownRedisPolicies } from "./network.ts";
import { patchOfPods, patchOfStrategy } from "./patch.ts";

/** User and group `redis` of the image. */
const REDIS_USER = 999;
const REDIS_GROUP = 1_000;
/** Twice the maxmemory of docker-compose.yml: so much it may take while its file is rewritten. */
const REDIS_MEMORY = "4Gi";

const REDIS_SECRET_FILE = "secrets/redis.env";
const PASSWORD = { name: "REDIS_PASSWORD", valueFrom: { secretKeyRef: { name: REDIS, key: "REDIS_PASSWORD" } } };

/** One node: a Redis of its own, and media on a disk. */
export function singleFolder({ redis, services }: Facts): Folder {
  const accepting = services.filter(({ acceptsRequests }) => acceptsRequests).map(({ name }) => name);
  return {
    resources: {
      "redis.yaml": [redisService(), redisServer(redis), ...ownRedisPolicies()],
      "media.yaml": [mediaClaim("ReadWriteOnce")],
    },
    files: { [REDIS_SECRET_FILE]: envFile([["REDIS_PASSWORD", ""]]) },
    kustomization: {
      namespace: "guchi",
      resources: ["../../base"],
      // Below the size of the claim, so that the disk never fills up.
      configMapGenerator: [{ name: SETTINGS, behavior: "merge", literals: ["MEDIA_MAX_BYTES=35GB"] }],
      secretGenerator: [{ name: REDIS, envs: [REDIS_SECRET_FILE] }],
      patches: [
        ...patchOfPods({
          env: [PASSWORD, { name: "REDIS_URL", value: `redis://:$(REDIS_PASSWORD)@${REDIS}:${REDIS_PORT}` }],
          affinity: ON_ONE_NODE,
          data: { persistentVolumeClaim: { claimName: MEDIA_CLAIM } },
        }),
        // One node may have no room for two of each; jobs wait for the new one.
        ...patchOfStrategy(accepting, { type: "RollingUpdate", rollingUpdate: { maxUnavailable: 1, maxSurge: 0 } }),
      ],
    },
  };
}

/** Where DATA_DIR is: media, and films that were imported. */
export function mediaClaim(accessMode: "ReadWriteOnce" | "ReadWriteMany"): IPersistentVolumeClaim {
  return {
    apiVersion: "v1",
    kind: "PersistentVolumeClaim",
    metadata: { name: MEDIA_CLAIM, labels: ALL_LABELS },
    spec: { accessModes: [accessMode], resources: { requests: { storage: "40Gi" } } },
  };
}

function redisService(): IService {
  return {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: REDIS, labels: labelsOfRedis() },
    spec: {
      clusterIP: "None",
      selector: labelsOfRedis(),
      ports: [{ name: "redis", port: REDIS_PORT, targetPort: "redis" }],
    },
  };
}

function redisServer({ image, command }: Facts["redis"]): IStatefulSet {
  const ping = { exec: { command: ["sh", "-c", "redis-cli ping | grep -qx PONG"] }, timeoutSeconds: 3 };
  return {
    apiVersion: "apps/v1",
    kind: "StatefulSet",
    metadata: { name: REDIS, labels: labelsOfRedis() },
    spec: {
      serviceName: REDIS,
      replicas: 1,
      selector: { matchLabels: labelsOfRedis() },
      template: {
        metadata: { labels: labelsOfRedis() },
        spec: {
          automountServiceAccountToken: false,
          enableServiceLinks: false,
          terminationGracePeriodSeconds: 60, // writes the append-only file out
          securityContext: podSecurity(REDIS_USER, REDIS_GROUP),
          containers: [
            {
              name: "redis",
              image,
              command: withPassword(command),
              workingDir: "/data",
              env: [PASSWORD, { name: "REDISCLI_AUTH", value: "$(REDIS_PASSWORD)" }],
              ports: [{ name: "redis", containerPort: REDIS_PORT }],
              resources: {
                requests: { cpu: "100m", memory: "256Mi" },
                limits: { memory: REDIS_MEMORY },
              },
              // It listens while it still reads its file, which is no reason to start again.
              livenessProbe: { tcpSocket: { port: "redis" }, periodSeconds: 10, failureThreshold: 6 },
              readinessProbe: { ...ping, periodSeconds: 5 },
              securityContext: CONTAINER_SECURITY,
              volumeMounts: [{ name: "data", mountPath: "/data" }],
            },
          ],
        },
      },
      volumeClaimTemplates: [
        {
          apiVersion: "v1",
          kind: "PersistentVolumeClaim",
          metadata: { name: "data" },
          spec: { accessModes: ["ReadWriteOnce"], resources: { requests: { storage: "10Gi" } } },
        },
      ],
    },
  };
}

/** The command of docker-compose.yml, which fails where there is no password. */
function withPassword(command: readonly string[]): string[] {
  const words = command.map((word) => (word.startsWith("${REDIS_PASSWORD") ? "$(REDIS_PASSWORD)" : word));
  const guard = 'test -n "$REDIS_PASSWORD" || { echo "REDIS_PASSWORD must be set" >&2; exit 1; }; exec "$@"';
  return ["sh", "-c", guard, "sh", ...words];
}

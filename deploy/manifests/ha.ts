import type { IScaledObject } from "@kubernetes-models/keda/keda.sh/v1alpha1";
import type { IHorizontalPodAutoscaler } from "kubernetes-models/autoscaling/v2";
import type { IPodDisruptionBudget } from "kubernetes-models/policy/v1";
import type { Facts, ServiceFacts } from "./facts.ts";
import type { Folder } from "./folder.ts";
import { labelsOf, MEDIA_CLAIM, nameOf, SETTINGS } from "./names.ts";
import { outsideStoresPolicy } from "./network.ts";
import { patchOfPods } from "./patch.ts";
import { mediaClaim } from "./single.ts";
import { replicasOf } from "./sizes.ts";

/** Where Prometheus is: as its operator names it. An overlay of one's own may say otherwise. */
const PROMETHEUS = "http://prometheus-operated.monitoring.svc:9090";
/** Entries that a pod has before there is to be another one, for each that it runs at once. */
const QUEUED_PER_SLOT = 2;
/** Where the files of REDIS_CA_FILE and its like lie: from a Secret that may be left out. */
const REDIS_TLS = { name: "guchi-redis-tls", path: "/etc/guchi/redis-tls" };

/** What the overlay decides where there is a service that can keep media in an object store. */
export const HA_SETTINGS = { MEDIA_STORE: "s3" } as const;

/** Many nodes: Redis elsewhere, media in an object store, and as many pods as there is work. */
export function haFolder({ services }: Facts): Folder {
  const accepting = services.filter(({ acceptsRequests }) => acceptsRequests);
  const working = services.filter(({ acceptsRequests }) => !acceptsRequests);
  const reads = (name: string) => services.some(({ variables }) => variables.includes(name));
  const hasObjectStore = reads("S3_BUCKET");
  return {
    resources: {
      "stores.yaml": [outsideStoresPolicy(), ...(hasObjectStore ? [] : [mediaClaim("ReadWriteMany")])],
      "autoscaling.yaml": [...accepting.map(cpuScaler), ...working.map(queueScaler)],
      "disruption.yaml": services.map(disruptionBudget),
    },
    kustomization: {
      namespace: "guchi",
      resources: ["../../base"],
      ...(hasObjectStore && {
        configMapGenerator: [
          { name: SETTINGS, behavior: "merge", literals: [`MEDIA_STORE=${HA_SETTINGS.MEDIA_STORE}`] },
        ],
      }),
      patches: patchOfPods({
        ...(!hasObjectStore && { data: { persistentVolumeClaim: { claimName: MEDIA_CLAIM } } }),
        ...(reads("REDIS_CA_FILE") && {
          mounts: [
            {
              volume: { name: "redis-tls", secret: { secretName: REDIS_TLS.name, optional: true } },
              mount: { mountPath: REDIS_TLS.path, readOnly: true },
            },
          ],
        }),
      }),
    },
  };
}

function cpuScaler(service: ServiceFacts): IHorizontalPodAutoscaler {
  const { least, most } = replicasOf(service);
  return {
    apiVersion: "autoscaling/v2",
    kind: "HorizontalPodAutoscaler",
    metadata: { name: nameOf(service), labels: labelsOf(service.name) },
    spec: {
      scaleTargetRef: { apiVersion: "apps/v1", kind: "Deployment", name: nameOf(service) },
      minReplicas: least,
      maxReplicas: most,
      metrics: [
        { type: "Resource", resource: { name: "cpu", target: { type: "Utilization", averageUtilization: 70 } } },
      ],
    },
  };
}

/** As many pods as the queues of its stages want, `least` where nothing is there. */
function queueScaler(service: ServiceFacts): IScaledObject {
  const { least, most } = replicasOf(service);
  return {
    apiVersion: "keda.sh/v1alpha1",
    kind: "ScaledObject",
    metadata: { name: nameOf(service), labels: labelsOf(service.name) },
    spec: {
      scaleTargetRef: { name: nameOf(service) },
      minReplicaCount: least,
      maxReplicaCount: most,
      pollingInterval: 15,
      cooldownPeriod: 300,
      // Without Prometheus, work must go on.
      fallback: { failureThreshold: 3, replicas: least },
      triggers: service.stages.map(({ name, concurrency }) => ({
        type: "prometheus",
        metricType: "AverageValue",
        metadata: {
          serverAddress: PROMETHEUS,
          query: queueQuery(name),
          threshold: String(concurrency * QUEUED_PER_SLOT),
          activationThreshold: "0",
          ignoreNullValues: "false", // no answer is no empty queue
        },
      })),
    },
  };
}

/**
 * What a stage has to do. Every gateway tells the same of the queues, so one of them counts. Of
 * entries whose time is still to come one counts, since only a worker looks whether it has.
 */
export function queueQuery(stage: string): string {
  const entries = (states: string) => `max by (state) (guchi_queue_entries{stage="${stage}",state=~"${states}"})`;
  return `sum(${entries("waiting|active")}) + clamp_max(sum(${entries("delayed")}), 1)`;
}

/** A node that is drained takes one pod of a service at a time. */
function disruptionBudget(service: ServiceFacts): IPodDisruptionBudget {
  return {
    apiVersion: "policy/v1",
    kind: "PodDisruptionBudget",
    metadata: { name: nameOf(service), labels: labelsOf(service.name) },
    spec: {
      maxUnavailable: 1,
      unhealthyPodEvictionPolicy: "AlwaysAllow",
      selector: { matchLabels: labelsOf(service.name) },
    },
  };
}

import { stringify } from "yaml";
import type { IDeploymentStrategy } from "kubernetes-models/apps/v1";
import type { IEnvVar, IPodSpec, IVolume, IVolumeMount } from "kubernetes-models/v1";
import type { ServiceFacts } from "./facts.ts";
import type { Kustomization } from "./folder.ts";
import { nameOf } from "./names.ts";

type Patches = NonNullable<Kustomization["patches"]>;

/** What an overlay changes in the pod of every Deployment. */
interface PodChange {
  readonly env?: readonly IEnvVar[];
  readonly affinity?: IPodSpec["affinity"];
  /** In place of the volume of DATA_DIR. */
  readonly data?: Omit<IVolume, "name">;
  /** Beside the volumes that are there. */
  readonly mounts?: readonly { readonly volume: IVolume; readonly mount: Omit<IVolumeMount, "name"> }[];
}

const POD = "/spec/template/spec";
const CONTAINER = `${POD}/containers/0`;
/** Place of the volume of DATA_DIR among those of a pod (deployment.ts). */
const DATA_VOLUME = 1;

/** A patch (RFC 6902) of each Deployment of Guchi's. */
export function patchOfPods({ env, affinity, data, mounts = [] }: PodChange): Patches {
  const operations = [
    ...(env === undefined ? [] : [{ op: "add", path: `${CONTAINER}/env`, value: env }]),
    ...(affinity === undefined ? [] : [{ op: "add", path: `${POD}/affinity`, value: affinity }]),
    ...(data === undefined
      ? []
      : [{ op: "replace", path: `${POD}/volumes/${DATA_VOLUME}`, value: { name: "data", ...data } }]),
    ...mounts.flatMap(({ volume, mount }) => [
      { op: "add", path: `${POD}/volumes/-`, value: volume },
      { op: "add", path: `${CONTAINER}/volumeMounts/-`, value: { name: volume.name, ...mount } },
    ]),
  ];
  return operations.length === 0 ? [] : [patch("app.kubernetes.io/name=guchi", operations)];
}

/** A patch of how the Deployments of all but these are brought up to date. */
export function patchOfStrategy(but: readonly string[], value: IDeploymentStrategy): Patches {
  const selector = `app.kubernetes.io/name=guchi,app.kubernetes.io/component notin (${but.join(", ")})`;
  return [patch(selector, [{ op: "replace", path: "/spec/strategy", value }])];
}

/** A patch of the Ingress: the host under which it is reached, and whose certificate it shows. */
export function patchOfIngress(host: string): Patches[number] {
  const operations = [
    { op: "replace", path: "/spec/rules/0/host", value: host },
    { op: "replace", path: "/spec/tls/0/hosts/0", value: host },
  ];
  return { target: { kind: "Ingress", name: "guchi" }, patch: stringify(operations, { lineWidth: 0 }) };
}

/** A patch of each autoscaler that asks Prometheus. */
export function patchesOfPrometheus(services: readonly ServiceFacts[], address: string): Patches {
  return services
    .filter(({ acceptsRequests }) => !acceptsRequests)
    .map((service) => {
      const operations = service.stages.map((_, at) => ({
        op: "replace",
        path: `/spec/triggers/${at}/metadata/serverAddress`,
        value: address,
      }));
      const target = { kind: "ScaledObject", name: nameOf(service) };
      return { target, patch: stringify(operations, { lineWidth: 0 }) };
    });
}

function patch(labelSelector: string, operations: readonly object[]): Patches[number] {
  return { target: { kind: "Deployment", labelSelector }, patch: stringify(operations, { lineWidth: 0 }) };
}

import { ScaledObject } from "@kubernetes-models/keda/keda.sh/v1alpha1";
import { Deployment, StatefulSet } from "kubernetes-models/apps/v1";
import { HorizontalPodAutoscaler } from "kubernetes-models/autoscaling/v2";
import { Ingress, NetworkPolicy } from "kubernetes-models/networking.k8s.io/v1";
import { PodDisruptionBudget } from "kubernetes-models/policy/v1";
import { ConfigMap, Namespace, PersistentVolumeClaim, Secret, Service, ServiceAccount } from "kubernetes-models/v1";

interface Checked {
  validate(): void;
}

/** The model of an object, when it is of that kind. */
const MODELS: readonly ((manifest: unknown) => Checked | undefined)[] = [
  (it) => (Deployment.is(it) ? new Deployment(it) : undefined),
  (it) => (StatefulSet.is(it) ? new StatefulSet(it) : undefined),
  (it) => (Service.is(it) ? new Service(it) : undefined),
  (it) => (ServiceAccount.is(it) ? new ServiceAccount(it) : undefined),
  (it) => (Namespace.is(it) ? new Namespace(it) : undefined),
  (it) => (ConfigMap.is(it) ? new ConfigMap(it) : undefined),
  (it) => (Secret.is(it) ? new Secret(it) : undefined),
  (it) => (PersistentVolumeClaim.is(it) ? new PersistentVolumeClaim(it) : undefined),
  (it) => (Ingress.is(it) ? new Ingress(it) : undefined),
  (it) => (NetworkPolicy.is(it) ? new NetworkPolicy(it) : undefined),
  (it) => (PodDisruptionBudget.is(it) ? new PodDisruptionBudget(it) : undefined),
  (it) => (HorizontalPodAutoscaler.is(it) ? new HorizontalPodAutoscaler(it) : undefined),
  (it) => (ScaledObject.is(it) ? new ScaledObject(it) : undefined),
];

/** What Kubernetes' own schemas have against an object. They let unknown fields be. */
export function modelProblem(manifest: unknown): string | undefined {
  const model = MODELS.map((modelOf) => modelOf(manifest)).find((found) => found !== undefined);
  if (model === undefined) return "is of a kind that is not known here";
  try {
    model.validate();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

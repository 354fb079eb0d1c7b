import type { ServiceFacts } from "./facts.ts";

/** Names that several manifests share. */

/** The namespace; an overlay of one's own may name another. */
export const NAMESPACE = "guchi";
/** ConfigMap with the settings that are no secrets, for all services. */
export const SETTINGS = "guchi";
export const ACCOUNT = "guchi";
/** The name of the image in the manifests; an overlay says which it is. */
export const IMAGE = "guchi";
/** The redis-server of the overlay `single`: its StatefulSet, Service and Secret. */
export const REDIS = "guchi-redis";
export const REDIS_PORT = 6_379;
/** Port of the gateway within its pod. */
export const HTTP_PORT = 3_000;
/** Claim of the media files, where they lie on a disk. */
export const MEDIA_CLAIM = "guchi-media";
/** Where DATA_DIR is mounted, and the file whose age tells that a process lives. */
export const DATA_DIR = "/data";
/** Pods of engines beside Guchi (VOICEVOX, Whisper, a model server) that services may call. */
export const ENGINE_LABEL = { "guchi-engine": "true" };

/** Of a service: its Deployment, and its Secret. */
export function nameOf({ name }: Pick<ServiceFacts, "name">): string {
  return `guchi-${name}`;
}

/** On everything of Guchi's. */
export const ALL_LABELS = { "app.kubernetes.io/name": "guchi" };

/** On everything of one part. */
export function labelsOf(component: string) {
  return { ...ALL_LABELS, "app.kubernetes.io/component": component };
}

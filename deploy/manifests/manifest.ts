import Type from "typebox";
import { parseAs } from "../../shared/chain/schema.ts";

const Head = Type.Object({
  apiVersion: Type.String(),
  kind: Type.String(),
  metadata: Type.Object({ name: Type.String() }),
});

/** An object, and what names it. */
export interface Named {
  readonly manifest: unknown;
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
}

/** Throws SchemaError for what is no object of Kubernetes. */
export function namedOf(manifest: unknown): Named {
  const { apiVersion, kind, metadata } = parseAs(Head, manifest);
  return { manifest, apiVersion, kind, name: metadata.name };
}

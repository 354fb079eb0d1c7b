import { gunzipSync, gzipSync } from "node:zlib";
import { fits } from "@guchi/chain/schema.ts";
import Type, { type Static } from "typebox";
import type { Model } from "./model.ts";

/** The head of the file: what the numbers after it are. */
const Head = Type.Object(
  {
    /** SHA-256 of what the model was learnt from: corpus, word lists and code of the features. */
    source: Type.String({ pattern: "^[0-9a-f]{64}$" }),
    labels: Type.Integer({ minimum: 1 }),
    buckets: Type.Integer({ minimum: 1 }),
    /** One step of a score, and of a weight. */
    scoreStep: Type.Number(),
    weightStep: Type.Number(),
    bias: Type.Array(Type.Number()),
  },
  { additionalProperties: false },
);
type Head = Static<typeof Head>;

const HEAD_BYTES = 4;
const LARGEST_SCORE = 127;
const LARGEST_WEIGHT = 255;

/**
 * The model as a file, gzipped: the length of the head (4 bytes, big-endian), the head as JSON, a
 * byte for each bucket's weight, and a signed byte for each of its scores. A byte is fine enough:
 * the model errs by more.
 */
export function writeModel(model: Model, source: string): Buffer {
  const scoreStep = (largest(model.scores) / LARGEST_SCORE) * model.scoreStep;
  const weightStep = largest(model.weights) / LARGEST_WEIGHT;
  const head: Head = {
    source,
    labels: model.labels,
    buckets: model.weights.length,
    scoreStep,
    weightStep,
    bias: [...model.bias],
  };
  const json = Buffer.from(JSON.stringify(head));
  const length = Buffer.alloc(HEAD_BYTES);
  length.writeUInt32BE(json.length);
  const weights = Uint8Array.from(model.weights, (weight) => Math.round(weight / weightStep));
  const scores = Int8Array.from(model.scores, (score) => Math.round((score * model.scoreStep) / scoreStep));
  return gzipSync(Buffer.concat([length, json, weights, new Uint8Array(scores.buffer)]), { level: 9 });
}

/**
 * The model of a file that `writeModel` made, and what it was learnt from. Throws Error for another
 * one.
 */
export function readModel(file: Uint8Array): { readonly model: Model; readonly source: string } {
  const bytes = gunzipSync(file);
  const start = HEAD_BYTES + bytes.readUInt32BE(0);
  const head: unknown = JSON.parse(bytes.toString("utf8", HEAD_BYTES, start));
  if (!fits(Head, head)) throw new Error("The listening model's file has no head that we know.");
  const { source, labels, buckets, scoreStep, weightStep, bias } = head;
  if (bytes.length !== start + buckets * (1 + labels) || bias.length !== labels) {
    throw new Error("The listening model's file is cut off.");
  }
  const weights = Float32Array.from(bytes.subarray(start, start + buckets), (step) => step * weightStep);
  // A copy: the buffer would keep the whole file.
  const scores = new Int8Array(bytes.subarray(start + buckets));
  return { model: { labels, weights, scores, scoreStep, bias: Float32Array.from(bias) }, source };
}

function largest(values: Float32Array | Int8Array): number {
  let most = Number.MIN_VALUE;
  for (const value of values) most = Math.max(most, Math.abs(value));
  return most;
}

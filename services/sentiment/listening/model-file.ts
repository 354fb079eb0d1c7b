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
    /** Buckets that were learnt. */
    size: Type.Integer({ minimum: 0 }),
    /** One step of a weight. */
    weightStep: Type.Number(),
    bias: Type.Array(Type.Number()),
  },
  { additionalProperties: false },
);
type Head = Static<typeof Head>;

const HEAD_BYTES = 4;
/** A bucket's number takes four bytes. */
const NUMBER_BYTES = 4;
const LARGEST_WEIGHT = 255;
/**
 * One step of a score: rounding to it moves a message's scores by less than another order of the
 * examples to learn from would.
 */
const SCORE_STEP = 1 / 8;
const LARGEST_SCORE = 0x7f_ff;
const SCORE_BYTES = 2;

/**
 * The model as a file, gzipped: the length of the head (4 bytes, big-endian), the head as JSON, the
 * buckets as distances from one to the next (4 bytes each), a byte for each bucket's weight, and
 * its scores in zigzag (0, -1, 1, -2 …), the low bytes of all and then the high ones, which are
 * nearly all 0.
 */
export function writeModel(model: Model, source: string): Buffer {
  const { labels, buckets, bias } = model;
  const weightStep = largest(model.weights) / LARGEST_WEIGHT;
  const head: Head = { source, labels, size: buckets.length, weightStep, bias: [...bias] };
  const json = Buffer.from(JSON.stringify(head));
  const length = Buffer.alloc(HEAD_BYTES);
  length.writeUInt32BE(json.length);
  const numbers = Buffer.alloc(buckets.length * NUMBER_BYTES);
  for (const [i, bucket] of buckets.entries()) numbers.writeUInt32BE(bucket - (buckets[i - 1] ?? 0), i * NUMBER_BYTES);
  const weights = Uint8Array.from(model.weights, (weight) => Math.round(weight / weightStep));
  const steps = Int16Array.from(model.scores, (score) =>
    Math.max(-LARGEST_SCORE, Math.min(LARGEST_SCORE, Math.round((score * model.scoreStep) / SCORE_STEP))),
  );
  const zigzag = Uint16Array.from(steps, (step) => (step << 1) ^ (step >> 15));
  const low = Uint8Array.from(zigzag, (code) => code & 0xff);
  const high = Uint8Array.from(zigzag, (code) => code >> 8);
  return gzipSync(Buffer.concat([length, json, numbers, weights, low, high]), { level: 9 });
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
  const { source, labels, size, weightStep, bias } = head;
  const [weightsAt, scoresAt] = [start + size * NUMBER_BYTES, start + size * (NUMBER_BYTES + 1)];
  if (bytes.length !== scoresAt + size * labels * SCORE_BYTES || bias.length !== labels) {
    throw new Error("The listening model's file is cut off.");
  }
  const buckets = new Int32Array(size);
  for (let i = 0, bucket = 0; i < size; i += 1) buckets[i] = bucket += bytes.readUInt32BE(start + i * NUMBER_BYTES);
  const weights = Float32Array.from(bytes.subarray(weightsAt, scoresAt), (step) => step * weightStep);
  const scores = new Int16Array(size * labels);
  for (let i = 0; i < scores.length; i += 1) {
    const code = (bytes[scoresAt + i] ?? 0) | ((bytes[scoresAt + scores.length + i] ?? 0) << 8);
    scores[i] = (code >>> 1) ^ -(code & 1);
  }
  return { model: { labels, buckets, weights, scores, scoreStep: SCORE_STEP, bias: Float32Array.from(bias) }, source };
}

function largest(values: Float32Array): number {
  let most = Number.MIN_VALUE;
  for (const value of values) most = Math.max(most, value);
  return most;
}

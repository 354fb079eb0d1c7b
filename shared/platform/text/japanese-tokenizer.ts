import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { callbackify, promisify } from "node:util";
import { gunzip } from "node:zlib";
import type { IpadicFeatures, Tokenizer as TokenizerType } from "kuromoji";
import DictionaryLoader from "kuromoji/src/loader/DictionaryLoader.js";
import Tokenizer from "kuromoji/src/Tokenizer.js";

export type JapaneseToken = IpadicFeatures;
export type JapaneseTokenizer = TokenizerType<IpadicFeatures>;

let loading: Promise<JapaneseTokenizer> | undefined;

/**
 * The morphological analyser with its IPA dictionary, loaded once a process: about 0.4 s and 100
 * MB. A stage service calls this at its start, so that the first job does not wait for it.
 */
export function japaneseTokenizer(): Promise<JapaneseTokenizer> {
  loading ??= load();
  return loading;
}

async function load(): Promise<JapaneseTokenizer> {
  const path = join(dirname(createRequire(import.meta.url).resolve("kuromoji/package.json")), "dict");
  const loader = new FastLoader(path);
  const dictionaries = await promisify(loader.load.bind(loader))();
  return new Tokenizer(dictionaries);
}

/**
 * kuromoji's own loader inflates each file in pieces of 16 KiB and copies the result once more,
 * which takes twice the time of all the rest. A gzip file tells its size in its last four bytes
 * (RFC 1952), so one piece does.
 */
class FastLoader extends DictionaryLoader {
  loadArrayBuffer(file: string, done: (error: unknown, bytes?: ArrayBuffer) => void): void {
    callbackify(inflate)(file, done);
  }
}

async function inflate(file: string): Promise<ArrayBuffer> {
  const packed = await readFile(file);
  const size = packed.readUInt32LE(packed.length - 4);
  const { buffer, byteOffset, byteLength } = await promisify<Buffer, { chunkSize: number }, Buffer<ArrayBuffer>>(
    gunzip,
  )(packed, { chunkSize: Math.max(size, 64) });
  return byteLength === buffer.byteLength ? buffer : buffer.slice(byteOffset, byteOffset + byteLength);
}

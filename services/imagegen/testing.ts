import { Readable } from "node:stream";
import type { MediaStore } from "@guchi/platform/media/store.ts";

/** A media store that lives as long as the test. */
export function memoryMedia(): MediaStore & { readonly files: ReadonlyMap<string, Uint8Array> } {
  const files = new Map<string, Uint8Array>();
  return {
    files,
    async put(key, bytes) {
      files.set(key, bytes);
    },
    async info(key) {
      const bytes = files.get(key);
      return bytes && { bytes: bytes.length, contentType: "image/jpeg" };
    },
    async read(key) {
      return Readable.from([files.get(key) ?? new Uint8Array()]);
    },
    async removeJob(jobId) {
      for (const key of files.keys()) if (key.startsWith(`${jobId}/`)) files.delete(key);
    },
    async id() {
      return "memory";
    },
    async usage() {
      return [];
    },
    async link() {
      return undefined;
    },
    async linkOrigin() {
      return undefined;
    },
  };
}

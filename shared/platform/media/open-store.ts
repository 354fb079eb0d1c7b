import { join } from "node:path";
import { FsMediaStore } from "./fs-store.ts";
import { S3MediaStore } from "./s3-store.ts";
import type { MediaSettings } from "./settings.ts";
import type { MediaStore } from "./store.ts";

/** The settings by which a store is found. Who declares no MEDIA_SETTINGS has no S3 store. */
export type MediaPlace = { readonly DATA_DIR: string } & Partial<MediaSettings>;

/**
 * The media store that the settings name. Nothing is asked of it yet. Throws TypeError for settings
 * that `mediaProblems` refuses.
 */
export function openMediaStore(config: MediaPlace): MediaStore {
  if (config.MEDIA_STORE !== "s3") return new FsMediaStore(join(config.DATA_DIR, "media"));
  const { S3_BUCKET: bucket, S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = config;
  if (bucket === undefined) throw new TypeError("S3_BUCKET is not set");
  const hasKey = accessKeyId !== undefined && secretAccessKey !== undefined;
  return new S3MediaStore({
    bucket,
    endpoint: config.S3_ENDPOINT,
    region: config.S3_REGION ?? "",
    credentials: hasKey ? { accessKeyId, secretAccessKey } : undefined,
    forcePathStyle: config.S3_FORCE_PATH_STYLE === "true",
  });
}

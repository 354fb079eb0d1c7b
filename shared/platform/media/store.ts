import { randomBytes } from "node:crypto";
import type { Readable } from "node:stream";

/** What is known of a stored file without reading it. */
export interface MediaInfo {
  readonly bytes: number;
  readonly contentType: string;
}

/** An inclusive byte range, as in HTTP. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** What a job keeps. */
export interface JobMedia {
  readonly job: string;
  readonly bytes: number;
  /** When its last file was written, in ms since the epoch. */
  readonly writtenAt: number;
}

/**
 * Where pictures and sounds are kept until the job's time is over. Drivers stand beside this file.
 */
export interface MediaStore {
  /** Keeps the bytes under the key: all of them or, after a crash, nothing. */
  put(key: string, bytes: Uint8Array): Promise<void>;
  /** undefined when there is no such file. */
  info(key: string): Promise<MediaInfo | undefined>;
  read(key: string, range?: ByteRange): Promise<Readable>;
  /** Removes every file of the job. No error when there is none. */
  removeJob(jobId: string): Promise<void>;
  /** Names the store: two that share their files have one id. */
  id(): Promise<string>;
  /** Every job that has files here. */
  usage(): Promise<readonly JobMedia[]>;
  /**
   * Where the store itself gives the file to anybody, up to `until` at the latest, in seconds since
   * the epoch and in the future; undefined where files are had through us alone.
   */
  link(key: string, until: number): Promise<string | undefined>;
  /** Scheme, host and port of its links; undefined where it has none. Asks nobody. */
  linkOrigin(): Promise<string | undefined>;
}

const CONTENT_TYPES = { jpg: "image/jpeg", png: "image/png", mp3: "audio/mpeg" } as const;
export type MediaExtension = keyof typeof CONTENT_TYPES;

const MEDIA_KEY = /^([A-Za-z0-9_-]{1,64})\/([a-z]{1,16}-[A-Za-z0-9_-]{22})\.(jpg|png|mp3)$/;

/**
 * A key that no one can guess (128 random bits), under the job's own folder so that the job can be
 * purged. New for each run of a stage: if two runs of one stage overlap, neither overwrites the
 * file of the other.
 */
export function newMediaKey(jobId: string, kind: string, extension: MediaExtension): string {
  return `${jobId}/${kind}-${randomBytes(16).toString("base64url")}.${extension}`;
}

/**
 * The key's parts, or undefined when it is not a media key. Everything that comes from outside
 * passes through here.
 */
export function parseMediaKey(key: string): { jobId: string; contentType: string } | undefined {
  const match = MEDIA_KEY.exec(key);
  if (match === null) return undefined;
  const [, jobId, , extension] = match;
  const contentType = Object.entries(CONTENT_TYPES).find(([name]) => name === extension)?.[1];
  return jobId === undefined || contentType === undefined ? undefined : { jobId, contentType };
}

/** Whether a name can be the part of a media key that says whose it is. */
export function isJobId(name: string): boolean {
  return parseMediaKey(`${name}/x-${"0".repeat(22)}.jpg`) !== undefined;
}

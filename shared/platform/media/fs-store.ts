import { randomUUID } from "node:crypto";
import { mkdir, open, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { Readable } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { faultPoint } from "./fault-points.ts";
import { isJobId, parseMediaKey, type ByteRange, type JobMedia, type MediaInfo, type MediaStore } from "./store.ts";
import { unavailable } from "./unavailable.ts";

const ID_FILE = ".guchi-store";
/**
 * How often, and how long between, the file is read again while whoever made it has not written it
 * yet.
 */
const ID_LOOKS = 50;
const ID_LOOK_MS = 20;

/** Files in a folder a job, under `root`. Needs a file system that all services share. */
export class FsMediaStore implements MediaStore {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  /**
   * In a file of the folder, so that everybody who sees the folder sees the same. Made without a
   * hard link, which SMB, exFAT and many FUSE file systems lack.
   */
  async id(): Promise<string> {
    const file = join(this.#root, ID_FILE);
    try {
      for (let looks = 0; looks < ID_LOOKS; looks += 1) {
        const known = await readFile(file, "utf8").catch((cause: unknown) => {
          if (!isMissing(cause)) throw cause;
        });
        if (known === "") await sleep(ID_LOOK_MS);
        else if (known !== undefined) return known;
        else await this.#makeId(file);
      }
      throw new Error(`${file} stays empty; remove it`);
    } catch (cause) {
      throw unavailable("write", cause);
    }
  }

  /** Of several at once the first makes it. */
  async #makeId(file: string): Promise<void> {
    await mkdir(this.#root, { recursive: true, mode: 0o700 });
    await writeFile(file, randomUUID(), { flag: "wx" }).catch((cause: unknown) => {
      if (!(cause instanceof Error && "code" in cause && cause.code === "EEXIST")) throw cause;
    });
  }

  async put(key: string, bytes: Uint8Array): Promise<void> {
    const path = this.#path(key);
    const folder = dirname(path);
    const temporary = join(folder, `.${randomUUID()}`);
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const file = await open(temporary, "wx");
      try {
        await file.writeFile(bytes);
        await file.sync(); // the record must never point to a file that a power cut took
      } finally {
        await file.close();
      }
      await rename(temporary, path);
      await faultPoint("media.written");
    } catch (cause) {
      await rm(temporary, { force: true }).catch(() => undefined);
      throw unavailable("keep", cause);
    }
  }

  async info(key: string): Promise<MediaInfo | undefined> {
    const parsed = parseMediaKey(key);
    if (parsed === undefined) return undefined;
    try {
      const { size } = await stat(this.#path(key));
      return { bytes: size, contentType: parsed.contentType };
    } catch (cause) {
      if (isMissing(cause)) return undefined;
      throw unavailable("find", cause);
    }
  }

  /**
   * Rejects when the file cannot be opened: a stream that fails later comes too late for an
   * answer's status.
   */
  async read(key: string, range?: ByteRange): Promise<Readable> {
    const path = this.#path(key);
    try {
      const file = await open(path);
      return file.createReadStream(range);
    } catch (cause) {
      throw unavailable("read", cause);
    }
  }

  async removeJob(jobId: string): Promise<void> {
    if (!isJobId(jobId)) throw new RangeError("Not a job id");
    await rm(join(this.#root, jobId), { recursive: true, force: true }).catch((cause: unknown) => {
      throw unavailable("remove", cause);
    });
  }

  async usage(): Promise<readonly JobMedia[]> {
    const folders = await readdir(this.#root).catch((cause: unknown) => {
      if (isMissing(cause)) return [];
      throw unavailable("list", cause);
    });
    const jobs: JobMedia[] = [];
    // Other things may lie in the folder (.DS_Store, lost+found): they are not ours.
    for (const job of folders.filter(isJobId)) {
      const found = await this.#usageOf(job).catch((cause: unknown) => {
        if (isMissing(cause)) return undefined; // removed meanwhile
        throw unavailable("list", cause);
      });
      if (found !== undefined) jobs.push(found);
    }
    return jobs;
  }

  async #usageOf(job: string): Promise<JobMedia> {
    const folder = join(this.#root, job);
    const [{ mtimeMs }, names] = await Promise.all([stat(folder), readdir(folder)]);
    const sizes = await Promise.all(names.map(async (name) => (await stat(join(folder, name))).size));
    return { job, bytes: sizes.reduce((sum, size) => sum + size, 0), writtenAt: mtimeMs };
  }

  async link(): Promise<undefined> {
    return undefined;
  }

  async linkOrigin(): Promise<undefined> {
    return undefined;
  }

  /** Only a well-formed key becomes a path, so that none leads out of the root. */
  #path(key: string): string {
    if (parseMediaKey(key) === undefined) throw new RangeError("Not a media key");
    return join(this.#root, key);
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && (error.code === "ENOENT" || error.code === "ENOTDIR");
}

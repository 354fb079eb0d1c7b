import { statfs } from "node:fs/promises";
import type { DiskView } from "@guchi/contracts/admin.ts";

/** The disk that holds DATA_DIR, and what of it is media, in bytes. */
export async function lookAtDisk(
  dataDir: string,
  { used, most }: { readonly used?: number | undefined; readonly most?: number | undefined } = {},
): Promise<DiskView> {
  const media = {
    ...(used !== undefined && { mediaBytes: used }),
    ...(most !== undefined && { mediaMaxBytes: most }),
  };
  const disk = await statfs(dataDir).catch(() => undefined); // there may be none yet
  if (disk === undefined || disk.blocks === 0) return media;
  const { bavail, blocks, bsize } = disk;
  return { freeBytes: bavail * bsize, totalBytes: blocks * bsize, ...media };
}

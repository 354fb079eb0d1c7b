import { FsMediaStore } from "../fs-store.ts";

/**
 * A process that keeps a file and dies at FAULT_POINT: `node --import fault-hook.ts dying-put.ts
 * DIR KEY`.
 */
const [, , dir = "", key = ""] = process.argv;
await new FsMediaStore(dir).put(key, Buffer.from("picture"));

import { startTestS3 } from "../../shared/platform/media/testing/s3.ts";

/** The S3 store of the machine that it runs on: its address and port are the arguments. */
const [, , host = "", port = ""] = process.argv;
const s3 = await startTestS3({ host, port: Number(port) });
process.on("SIGTERM", () => void s3.close().then(() => process.exit()));
process.send?.(s3.env);

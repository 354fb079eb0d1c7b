import { mkdtemp, rm } from "node:fs/promises";
import { once } from "node:events";
import { createServer, type RequestListener, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "@guchi/chain/testing/port.ts";
import S3rver from "s3rver";

/** How it behaves: as a store, as one that is overloaded, or as one that says nothing. */
type Mood = "well" | "overloaded" | "silent";

/** The one key that s3rver knows. */
const KEY = "S3RVER";
/** Objects in one page of a list. A store gives a thousand. */
const MOST_LISTED = 3;
const REGION = "us-east-1";

export type TestS3 = Awaited<ReturnType<typeof startTestS3>>;

interface Options {
  readonly bucket?: string;
  readonly host?: string;
  readonly port?: number;
}

/**
 * An S3 store with one bucket, in a folder of its own: s3rver, which checks signatures. Can be
 * stopped and started again on its port with what it holds.
 */
export async function startTestS3({ bucket = "media", host = "127.0.0.1", port = 0 }: Options = {}) {
  const directory = await mkdtemp(join(tmpdir(), "guchi-s3-"));
  const store = new S3rver({ directory, silent: true, vhostBuckets: false });
  await store.store.putBucket(bucket);
  const answer = store.callback();
  const asked: string[] = [];
  let mood: Mood = "well";
  const listener: RequestListener = (request, response) => {
    asked.push(`${request.method} ${request.url}`);
    if (/[?&]prefix=/.test(request.url ?? "")) request.url += `&max-keys=${MOST_LISTED}`;
    if (mood === "well") answer(request, response);
    else if (mood === "overloaded") response.writeHead(503, { "content-type": "application/xml" }).end(SLOW_DOWN);
  };
  const usedPort = port === 0 ? await freePort() : port;
  const listen = async () => {
    const server = createServer(listener).listen(usedPort, host);
    await once(server, "listening");
    return server;
  };
  let server: Server | undefined = await listen();
  const stop = async () => {
    const stopping = server;
    server = undefined;
    if (stopping === undefined) return;
    stopping.close();
    stopping.closeAllConnections();
    await once(stopping, "close");
  };
  const endpoint = `http://${host}:${usedPort}`;
  return {
    options: {
      bucket,
      endpoint,
      region: REGION,
      credentials: { accessKeyId: KEY, secretAccessKey: KEY },
      forcePathStyle: true,
    },
    env: {
      MEDIA_STORE: "s3",
      S3_ENDPOINT: endpoint,
      S3_BUCKET: bucket,
      S3_REGION: REGION,
      S3_ACCESS_KEY_ID: KEY,
      S3_SECRET_ACCESS_KEY: KEY,
      S3_FORCE_PATH_STYLE: "true",
    },
    addBucket: (name: string) => store.store.putBucket(name),
    /** What was asked of it: method and path. */
    asked,
    become: (next: Mood) => {
      mood = next;
    },
    /** Refuses connections from now on, and breaks those that are open. */
    stop,
    start: async () => {
      server ??= await listen();
    },
    close: async () => {
      await stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

const SLOW_DOWN = `<?xml version="1.0" encoding="UTF-8"?>
<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>`;

import { compare } from "../http/compare.ts";
import { requestOf } from "../http/load.ts";
import { startStand } from "../http/servers.ts";
import { report } from "../report.ts";

/** What it takes to start a job by `POST /jobs`, durably, beside bare Fastify and `queue.add`. */
const BODY = JSON.stringify({ pipeline: "guchi", input: { text: "残業ばっかりで疲れた。上司は先に帰るし、もう無理" } });
const START = requestOf("POST", "/jobs", { "content-type": "application/json" }, BODY);

const stand = await startStand();
const admin = stand.redis.connect();
report([
  await compare(stand, {
    what: "start: POST /jobs",
    next: () => START,
    least: 0.5,
    tidy: async () => admin.flushall("SYNC"),
  }),
]);
await stand.stop();

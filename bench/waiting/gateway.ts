import { startTestGateway } from "../../services/gateway/testing.ts";
import { heldBytes } from "./memory.ts";

/** The gateway as a process of its own, so that its memory is its own. */
const gateway = await startTestGateway();
const { port } = new URL(gateway.app.listeningOrigin);
let id = "";
process.on("message", (message) => void obey(message));
process.once("disconnect", () => process.exit());
process.send?.("ready");

/** Begins a job to wait for, tells its memory, or ends the job. */
async function obey(message: unknown): Promise<void> {
  if (message === "begin") {
    ({ id } = await gateway.client.start("guchi", { text: "疲れた" }));
    process.send?.({ port: Number(port), path: `/jobs/${id}?wait=55` });
  }
  if (message === "memory") process.send?.({ rss: heldBytes() });
  if (message === "finish") await gateway.client.cancel(id);
  if (message === "stop") {
    await gateway.stop();
    process.exit();
  }
}

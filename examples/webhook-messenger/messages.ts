import { createServer, type IncomingMessage } from "node:http";
import { ConflictError, type JobClient } from "@guchi/chain/client.ts";
import { jsonOrUndefined } from "@guchi/chain/json.ts";
import { fits } from "@guchi/chain/schema.ts";
import { GuchiInput } from "@guchi/contracts/guchi.ts";
import type { Running } from "@guchi/platform/service/runtime.ts";
import Type from "typebox";
import { Address, WEBHOOK } from "./address.ts";

const Message = Type.Object({ ...Type.Pick(GuchiInput, ["text", "user"]).properties, ...Address.properties });
const MAX_BODY_BYTES = 64_000;

/**
 * Takes messages in, on this machine alone: `POST /messages {text, url, user?}`, with an
 * `Idempotency-Key` where it may be sent again. 202 when the job is durably queued.
 */
export async function takeMessages(port: number, client: Pick<JobClient, "start">): Promise<Running> {
  const server = createServer((request, response) => {
    take(request, client).then(
      ([status, body]) => response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body)),
      () => response.writeHead(503, { "retry-after": "5" }).end(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => {
        server.close(resolve);
      });
    },
  };
}

type Answer = readonly [status: number, body: object];

async function take(request: IncomingMessage, client: Pick<JobClient, "start">): Promise<Answer> {
  if (request.method !== "POST" || request.url !== "/messages") return [404, { error: "POST /messages" }];
  const message = jsonOrUndefined(await textOf(request));
  if (!fits(Message, message)) return [422, { error: "It must hold text and url" }];
  const { url, ...input } = message;
  const key = request.headers["idempotency-key"]?.toString();
  const cause = key === undefined ? {} : { cause: `${WEBHOOK}:${key}` };
  try {
    const { id } = await client.start("guchi", input, { ...cause, owes: { messenger: WEBHOOK, to: { url } } });
    return [202, { job: id }];
  } catch (error) {
    if (error instanceof ConflictError) return [422, { error: error.message }];
    throw error;
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) {
    text += String(chunk);
    if (text.length > MAX_BODY_BYTES) return "";
  }
  return text;
}

import { spawn } from "node:child_process";
import { once } from "node:events";
import { request, type Agent } from "node:http";
import { fileURLToPath } from "node:url";
import { parseAs } from "@guchi/chain/schema.ts";
import Type, { type Static, type TSchema } from "typebox";

export type Target = Awaited<ReturnType<typeof startTarget>>;

export const Memory = Type.Object({ rssBytes: Type.Number(), peakBytes: Type.Number() });

/** Starts `testing-target.ts` as a process that may open so many files. */
export async function startTarget(args: readonly string[], files = 10_000) {
  const script = fileURLToPath(new URL("testing-target.ts", import.meta.url));
  const child = spawn("sh", ["-c", `ulimit -n ${files}; exec "$0" "$@"`, process.execPath, script, ...args], {
    stdio: ["ignore", "inherit", "inherit", "ipc"],
  });
  const told = async <Schema extends TSchema>(schema: Schema, ask?: string): Promise<Static<Schema>> => {
    const answer = once(child, "message", { signal: AbortSignal.timeout(60_000) });
    if (ask !== undefined) child.send(ask);
    return parseAs(schema, (await answer)[0]);
  };
  const { origin } = await told(Type.Object({ origin: Type.String() }));
  return {
    child,
    told,
    origin,
    stop: async () => {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = once(child, "exit");
      child.send("stop");
      await ended;
    },
  };
}

/** GET, over a connection of its own unless there is an agent. */
export function get(
  url: string,
  { agent = false, headers = {} }: { readonly agent?: Agent | false; readonly headers?: Record<string, string> } = {},
): Promise<{ status: number; bytes: number }> {
  return new Promise((resolve, reject) => {
    request(url, { agent, headers }, (response) => {
      let bytes = 0;
      response.on("data", (chunk: Buffer) => (bytes += chunk.length));
      response.on("end", () => resolve({ status: response.statusCode ?? 0, bytes }));
    })
      .on("error", reject)
      .end();
  });
}

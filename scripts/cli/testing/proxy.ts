import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What a proxy does with a request besides passing it on. */
type Meddle = (incoming: IncomingMessage, outgoing: ServerResponse) => "pass" | "taken";

/** A reverse proxy before the gateway that meddles with some requests, as proxies do. */
export async function startProxy(origin: string, meddle: Meddle) {
  const paths: string[] = [];
  const server = createServer((incoming, outgoing) => {
    paths.push(`${incoming.method} ${incoming.url}`);
    if (meddle(incoming, outgoing) === "taken") return;
    const { host, hostname, port } = new URL(origin);
    const headers = { ...incoming.headers, host };
    const onward = request({ hostname, port, method: incoming.method, path: incoming.url, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.on("error", () => outgoing.destroy()).pipe(outgoing);
      outgoing.once("close", () => answer.destroy());
    });
    incoming.pipe(onward.on("error", () => outgoing.destroy()));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    paths,
    stop: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  };
}

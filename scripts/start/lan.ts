import { networkInterfaces } from "node:os";
import { renderUnicodeCompact } from "uqr";

/**
 * `npm start -- --lan`: whoever is in the same network may open the page, as a guest. What the
 * environment says of it goes before.
 */
export function openToLan(environment: NodeJS.ProcessEnv): void {
  for (const [name, value] of [
    ["HOST", "0.0.0.0"],
    ["PAGE_ACCESS", "guest"],
  ] as const) {
    if ((environment[name] ?? "") === "") environment[name] = value;
  }
}

/** How a phone gets to the page, in lines for the terminal: in words and as a QR code. */
export function lanLines(port: number, addresses = ownAddresses()): readonly string[] {
  const [address] = addresses;
  if (address === undefined) return ["This machine has no address in a network, so no phone can reach it."];
  const url = `http://${address}:${port}/`;
  return [`For a phone in the same network: ${url}`, "", ...renderUnicodeCompact(url, { border: 2 }).split("\n")];
}

/** IPv4 addresses of this machine, those of private networks first: there are the phones. */
function ownAddresses(): readonly string[] {
  const all = Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .filter(({ family, internal }) => family === "IPv4" && !internal)
    .map(({ address }) => address);
  return [...all.filter(isPrivate), ...all.filter((address) => !isPrivate(address))];
}

/** https://www.rfc-editor.org/rfc/rfc1918#section-3 */
function isPrivate(address: string): boolean {
  return /^(?:10|192\.168|172\.(?:1[6-9]|2\d|3[01]))\./.test(address);
}

/** Hosts that are no server on the internet: this machine, the home's network, Docker's names. */
const OWN_HOST =
  /^(?:localhost|[\w-]+|[\w-]+\.(?:local|lan|home|internal)|127(?:\.\d+){3}|10(?:\.\d+){3}|192\.168(?:\.\d+){2}|172\.(?:1[6-9]|2\d|3[01])(?:\.\d+){2}|\[::1\])$/u;

/** Whether a URL leads to a server of one's own, which takes no key and costs nothing. */
export function isOwnServer(url: string): boolean {
  return OWN_HOST.test(URL.parse(url)?.hostname ?? "a.b");
}

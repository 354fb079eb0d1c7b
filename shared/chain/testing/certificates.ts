import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";

/** A certificate and its key, as files. */
interface Pair {
  readonly cert: string;
  readonly key: string;
}

/** A certificate authority of a test's own, and what it signed. */
export interface TestAuthority {
  readonly ca: string;
  /** For localhost and 127.0.0.1. */
  readonly server: Pair;
  readonly client: Pair;
  /** The files' texts. */
  read(file: string): Promise<string>;
}

/** Makes them in `dir`, with openssl. They end after a day. */
export async function makeAuthority(dir: string): Promise<TestAuthority> {
  const openssl = async (...args: string[]) => promisify(execFile)("openssl", args, { cwd: dir });
  const make = ["req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "1"];
  await openssl(...make, "-subj", "/CN=test authority", "-keyout", "ca.key", "-out", "ca.pem");
  const signed = async (name: string): Promise<Pair> => {
    const names = ["-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1", "-addext", "basicConstraints=CA:FALSE"];
    const by = ["-CA", "ca.pem", "-CAkey", "ca.key", "-subj", `/CN=${name}`];
    await openssl(...make, ...by, ...names, "-keyout", `${name}.key`, "-out", `${name}.pem`);
    return { cert: join(dir, `${name}.pem`), key: join(dir, `${name}.key`) };
  };
  return {
    ca: join(dir, "ca.pem"),
    server: await signed("server"),
    client: await signed("client"),
    read: async (file) => readFile(file, "utf8"),
  };
}

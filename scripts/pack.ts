import { resolve } from "node:path";
import { pack } from "./pack/pack.ts";

/** `npm run packages`: `@guchi/chain` and `@guchi/client` as tarballs, in a folder. */
const [to = "."] = process.argv.slice(2);
for (const folder of ["shared/chain", "client"]) console.log(await pack(folder, resolve(to)));

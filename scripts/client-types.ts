import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { clientTypes } from "./client-types/client-types.ts";

/** `npm run client:types`: writes the client's types from the schemas that check the requests. */
await writeFile(join(import.meta.dirname, "..", "client", "types.ts"), clientTypes());

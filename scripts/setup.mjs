// Makes `npm start` and `npm test` work on a fresh clone. Plain JavaScript without packages, for
// Node 20 and newer: it runs before anything is installed. When all is there it takes some 20 ms.
import { installPackages } from "./setup/packages.mjs";
import { ensureRedisServer } from "./setup/redis.mjs";
import { ensureVoices } from "./setup/voices.mjs";

try {
  await installPackages();
  ensureRedisServer();
  ensureVoices();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}

import { existsSync } from "node:fs";

/** Adds what `.env` in the working directory says to the environment, where there is one. What is set already wins. */
export function loadEnvFile(): void {
  if (existsSync(".env")) process.loadEnvFile(".env");
}

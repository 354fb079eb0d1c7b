import type { SwaggerOptions } from "@fastify/swagger";

/** What heads the API page; the rest comes from the routes' own schemas. */
export function openApi(): SwaggerOptions {
  return {
    openapi: {
      openapi: "3.1.0",
      info: {
        title: "Guchi",
        version: "0.1.0",
        description:
          "Mutter a complaint and an idol answers with a picture and a voice message. Start a job, then ask for it until it is finished. Errors are RFC 9457 problem details.",
      },
      tags: [
        { name: "jobs", description: "Start and watch jobs" },
        { name: "media", description: "Pictures and sounds" },
        { name: "health", description: "For probes" },
      ],
    },
  };
}

import type { FastifyDynamicSwaggerOptions } from "@fastify/swagger";
import type { Pipeline } from "@guchi/chain/pipeline.ts";
import type { TSchema } from "typebox";
import { JOBS_PATH } from "../jobs/headers.ts";

/**
 * What heads the API page; the rest comes from the routes' own schemas, and from the pipelines'
 * inputs and outputs.
 */
export function openApi(
  pipelines: ReadonlyMap<string, Pipeline>,
  { version, publicBaseUrl }: { readonly version: string; readonly publicBaseUrl: string | undefined },
): FastifyDynamicSwaggerOptions {
  const shown = [...pipelines.values()].filter(isForClients);
  return {
    openapi: {
      openapi: "3.1.0",
      info: { title: "Guchi", version, description: ABOUT, license: { name: "MIT", identifier: "MIT" } },
      servers: [{ url: publicBaseUrl ?? "/" }],
      tags: [
        { name: "jobs", description: "Start, watch and steer jobs" },
        { name: "schedules", description: "Start jobs at set times" },
        { name: "media", description: "Pictures and sounds" },
        { name: "health", description: "For probes and monitoring" },
      ],
      components: {
        securitySchemes: {
          bearer: {
            type: "http",
            scheme: "bearer",
            description: "One of API_KEYS. Not required when API_KEYS is unset.",
          },
        },
      },
    },
    refResolver: { buildLocalReference: (json, _base, _fragment, index) => named(json) ?? `def-${index}` },
    transformObject: (document) =>
      "openapiObject" in document ? detailed(document.openapiObject, shown) : document.swaggerObject,
  };
}

const ABOUT = `Mutter a complaint and an idol answers with a picture and a voice message.

Start a job with \`POST /jobs\`: the answer is \`202\` with the job and its \`Location\`. Then ask for it until it is finished,
with \`?wait=\` so that the answer comes at the change, or read \`/jobs/{id}/events\`. \`202\` means unfinished, \`200\` finished.

Errors are problem details (RFC 9457): \`application/problem+json\` with \`type\`, \`title\`, \`status\`, \`detail\`. \`503\` means that
nothing was lost: try again after \`Retry-After\`, with the same \`Idempotency-Key\`.

Where \`API_KEYS\` is set, each request needs \`Authorization: Bearer KEY\`; otherwise only the gateway's own machine may call.`;

type OpenApiDocument = Extract<
  Parameters<NonNullable<FastifyDynamicSwaggerOptions["transformObject"]>>[0],
  { openapiObject: unknown }
>["openapiObject"];

/**
 * Puts in what each pipeline takes and gives: the routes' own schemas leave that to the pipelines.
 */
function detailed(document: OpenApiDocument, pipelines: readonly Pipeline[]): OpenApiDocument {
  const copy = structuredClone(document) as unknown as Editable;
  const body = copy.paths?.[JOBS_PATH]?.post?.requestBody?.content["application/json"]?.schema;
  const { callbackUrl } = body?.properties ?? {};
  if (body !== undefined) {
    delete body.properties;
    delete body.required;
    delete body.additionalProperties;
    body.anyOf = pipelines.map((pipeline) => ({
      title: pipeline.name,
      description: pipeline.about,
      type: "object",
      required: ["pipeline", "input"],
      additionalProperties: false,
      properties: { pipeline: { const: pipeline.name }, input: publicInput(pipeline), callbackUrl },
    }));
  }
  const job = copy.components?.schemas?.["Job"];
  if (job?.properties !== undefined) {
    const outputs = [...new Set(pipelines.map(({ view, output }) => view ?? output))].map(plain);
    const output = outputs.length === 1 ? outputs[0] : { anyOf: outputs };
    job.properties["output"] = { ...output, description: "Present when the job is completed." };
  }
  nameTypes(copy);
  return copy as unknown as OpenApiDocument;
}

interface EditableSchema {
  properties?: Record<string, unknown>;
  required?: unknown;
  additionalProperties?: unknown;
  anyOf?: unknown[];
}
/** The parts of the document that are edited here. */
interface Editable {
  paths?: Record<
    string,
    { post?: { requestBody?: { content: Record<string, { schema?: EditableSchema }> } } } | undefined
  >;
  components?: { schemas?: Record<string, EditableSchema | undefined> };
}

/**
 * Names the type of each enum and constant: JSON Schema does without, and makers of clients do not.
 */
function nameTypes(part: unknown): void {
  if (typeof part !== "object" || part === null) return;
  for (const each of Object.values(part)) nameTypes(each);
  const schema = part as { type?: unknown; enum?: unknown; const?: unknown };
  if (schema.type !== undefined) return;
  const values: readonly unknown[] = Array.isArray(schema.enum) ? schema.enum : [schema.const];
  const [type = "undefined", ...others] = new Set(values.map((value) => typeof value));
  if (others.length === 0 && (type === "string" || type === "boolean" || type === "number")) schema.type = type;
}

/** Whether a client can start this pipeline: all that its input needs may come from outside. */
function isForClients({ hidden, internal = [], input }: Pipeline): boolean {
  const required = "required" in input && Array.isArray(input.required) ? (input.required as unknown[]) : [];
  return hidden !== true && !internal.some((field) => required.includes(field));
}

function publicInput({ internal = [], input }: Pipeline): object {
  const schema = plain(input) as { properties?: Record<string, unknown> };
  for (const field of internal) delete schema.properties?.[field];
  return schema;
}

/** A schema as JSON: TypeBox's own marks are no part of it. */
function plain(schema: TSchema): object {
  return JSON.parse(JSON.stringify(schema)) as object;
}

function named({ $id }: { readonly $id?: unknown }): string | undefined {
  return typeof $id === "string" ? $id : undefined;
}

import type { Job } from "@guchi/client/client.ts";

/** A file of the answer, by the path under which this host has it. */
interface Media {
  readonly url: string;
}

/** What may be shown of a job's answer, as far as it is there. */
interface Answer {
  readonly message: string | undefined;
  readonly lang: string;
  readonly picture: Media | undefined;
  readonly sound: Media | undefined;
}

/** The answer: of the output, or before that of what the steps have made. */
export function answerOf({ output, stages }: Job): Answer {
  const made = stages.map(({ result }) => result).filter(isObject);
  const parts = isObject(output) ? [output, ...Object.values(output).filter(isObject)] : made;
  const spoken = parts.find(({ message }) => typeof message === "string");
  const language = parts.map(({ language: tag }) => tag).find((tag) => typeof tag === "string");
  return {
    message: typeof spoken?.["message"] === "string" ? spoken["message"] : undefined,
    lang: typeof language === "string" && language !== "und" ? language : "en",
    picture: mediaOf(parts, "image/"),
    sound: mediaOf(parts, "audio/"),
  };
}

/** What a person wrote, where the input holds a text. */
export function textOf(input: unknown): string | undefined {
  if (!isObject(input)) return undefined;
  const { text } = input;
  return typeof text === "string" ? text : JSON.stringify(input, null, 2);
}

export function outputText({ output }: Job): string | undefined {
  return output === undefined ? undefined : JSON.stringify(output, null, 2);
}

function mediaOf(parts: readonly Fields[], kind: string): Media | undefined {
  for (const { url, contentType } of parts) {
    if (typeof url !== "string" || typeof contentType !== "string" || !contentType.startsWith(kind)) continue;
    const { pathname, search } = new URL(url, "http://here"); // PUBLIC_BASE_URL may be another host
    return { url: pathname + search };
  }
  return undefined;
}

type Fields = Readonly<Record<string, unknown>>;

function isObject(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

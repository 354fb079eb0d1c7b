import { toStageError } from "@guchi/chain/errors.ts";
import type { Span, Tracer } from "@guchi/chain/telemetry/tracer.ts";
import { UNTRACED } from "@guchi/chain/telemetry/tracer.ts";
import { kindOf } from "./failure.ts";
import type { AnyProvider } from "./provider.ts";

/**
 * Asks a provider as a span that tells who was asked and what became of it; never what was said.
 * `number`: which call for this answer it is, from 1.
 */
export async function askAsSpan<Answer>(
  tracer: Tracer = UNTRACED,
  { name, model }: AnyProvider,
  number: number,
  ask: (span: Span) => Promise<Answer>,
): Promise<Answer> {
  const facts = {
    "provider.name": name,
    ...(model !== undefined && { "provider.model": model }),
    "provider.attempt": number,
  };
  return tracer.span(`ask ${name}`, { kind: "client", facts }, async (span) => {
    try {
      return await ask(span);
    } catch (error) {
      span.tell({ "provider.failure": kindOf(error) });
      span.fail(toStageError(error).code);
      throw error;
    }
  });
}

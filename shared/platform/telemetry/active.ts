import { AsyncLocalStorage } from "node:async_hooks";
import { NO_SPAN, parseContext, type Span } from "@guchi/chain/telemetry/tracer.ts";

/** The span under way, of whichever service of this process. */
const spans = new AsyncLocalStorage<Span>();

export function activeSpan(): Span {
  return spans.getStore() ?? NO_SPAN;
}

/** Does the work with the span as the one that is under way. */
export function within<Value>(span: Span, work: () => Value): Value {
  return spans.run(span, work);
}

/** What a log line tells of the trace that it belongs to, where that is recorded. */
export function traceFields(): object {
  const { context } = activeSpan();
  const parts = context === undefined ? undefined : parseContext(context);
  return parts?.isSampled === true ? { trace_id: parts.traceId, span_id: parts.spanId } : {};
}

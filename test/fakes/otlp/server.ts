import Type, { type Static } from "typebox";
import { parseAs } from "../../../shared/chain/schema.ts";
import { until } from "../../../shared/chain/testing/until.ts";
import { startToldServer } from "../told-server.ts";

const Value = Type.Union([
  Type.Object({ stringValue: Type.String() }),
  Type.Object({ intValue: Type.Union([Type.Integer(), Type.String()]) }),
  Type.Object({ doubleValue: Type.Number() }),
  Type.Object({ boolValue: Type.Boolean() }),
]);
const Attributes = Type.Array(Type.Object({ key: Type.String(), value: Type.Unknown() }));
const OtlpSpan = Type.Object({
  traceId: Type.String(),
  spanId: Type.String(),
  parentSpanId: Type.Optional(Type.String()),
  name: Type.String(),
  kind: Type.Integer(),
  attributes: Attributes,
  links: Type.Optional(Type.Array(Type.Object({ traceId: Type.String(), spanId: Type.String() }))),
  status: Type.Optional(Type.Object({ code: Type.Optional(Type.Integer()) })),
});
/** What of https://opentelemetry.io/docs/specs/otlp/ a test looks at, as JSON. */
const Export = Type.Object({
  resourceSpans: Type.Array(
    Type.Object({
      resource: Type.Object({ attributes: Attributes }),
      scopeSpans: Type.Array(Type.Object({ spans: Type.Array(OtlpSpan) })),
    }),
  ),
});

export interface SinkSpan extends Omit<Static<typeof OtlpSpan>, "attributes"> {
  /** `service.name` of who sent it. */
  readonly service: unknown;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** A collector that keeps what it gets: OTLP over HTTP, as JSON. */
export async function startFakeCollector() {
  const server = await startToldServer(() => ({ status: 200, body: {} }));
  const spans = () => server.calls.filter(({ status }) => status === 200).flatMap(({ text }) => spansOf(text));
  return {
    ...server,
    spans,
    /** Everything that was sent, headers included. */
    text: () => server.calls.map(({ text, headers }) => `${text}\n${JSON.stringify(headers)}`).join("\n"),
    /** The spans once this one is there. */
    once: (what: string, found: (all: readonly SinkSpan[]) => boolean, timeoutMs = 20_000) =>
      until(`the collector to have ${what}`, () => found(spans()) && spans(), timeoutMs),
  };
}

function spansOf(text: string): readonly SinkSpan[] {
  return parseAs(Export, JSON.parse(text)).resourceSpans.flatMap(({ resource, scopeSpans }) => {
    const { "service.name": service } = valuesOf(resource.attributes);
    return scopeSpans.flatMap(({ spans }) =>
      spans.map(({ attributes, ...span }) => ({ ...span, service, attributes: valuesOf(attributes) })),
    );
  });
}

function valuesOf(attributes: Static<typeof Attributes>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    attributes.flatMap(({ key, value }) => {
      const known = Object.values(parseAs(Value, value));
      return known.map((each) => [key, each] as const);
    }),
  );
}

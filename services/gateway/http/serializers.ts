import serializerSelector, { type SerializerFactory, type Serializer } from "@fastify/fast-json-stringify-compiler";

const compilerOf = serializerSelector();
/** Serializers by the schemas to which theirs may refer, and by theirs. */
const made = new Map<string, Map<string, Serializer>>();

/**
 * As Fastify makes them, and once for each schema instead of for each route and status that has it:
 * nearly all of some 300 are of problems. Saves most of a start's CPU time.
 */
export const serializers: SerializerFactory = (others, options) => {
  const compile = compilerOf(others, options);
  const about = JSON.stringify(others);
  const known = made.get(about) ?? new Map<string, Serializer>();
  made.set(about, known);
  return (route) => {
    const schema = JSON.stringify(route.schema);
    const serializer = known.get(schema) ?? compile(route);
    known.set(schema, serializer);
    return serializer;
  };
};

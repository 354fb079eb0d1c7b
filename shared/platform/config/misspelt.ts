/** What may stand in `.env` and is for no service: for the command line, and for Docker Compose. */
export const FOR_OTHERS: ReadonlySet<string> = new Set(["GUCHI_URL", "GUCHI_API_KEY", "REDIS_PASSWORD"]);
/** A short name is near to many words. */
const SHORT = 6;

/** A name that is none of `known`, and the one that was probably meant. */
interface Misspelt {
  readonly name: string;
  readonly meant: string;
}

/** What `.env` holds that looks like a misspelt setting, a line each: it is refused. */
export function misspeltProblems(fileNames: readonly string[], known: readonly string[]): readonly string[] {
  return findMisspelt(fileNames, known).map(
    ({ name, meant }) => `${name} in .env is not a Guchi setting; did you mean ${meant}?`,
  );
}

/**
 * What the environment holds that looks like a misspelt setting, a line each. It may be meant for
 * others, so it is no error.
 */
export function misspeltWarnings(environment: NodeJS.ProcessEnv, known: readonly string[]): readonly string[] {
  return findMisspelt(Object.keys(environment), known).map(
    ({ name, meant }) => `${name} is set but is not a Guchi setting; did you mean ${meant}?`,
  );
}

/**
 * Of `names`, those that look like a misspelt one of `known`: one letter in a short name, two in a
 * longer one.
 */
function findMisspelt(names: readonly string[], known: readonly string[]): readonly Misspelt[] {
  return names
    .filter((name) => !known.includes(name) && !FOR_OTHERS.has(name))
    .flatMap((name) => {
      const [nearest] = known
        .map((meant) => ({ meant, edits: distance(name.toUpperCase(), meant) }))
        .filter(({ meant, edits }) => edits <= (meant.length <= SHORT ? 1 : 2))
        .toSorted((a, b) => a.edits - b.edits);
      return nearest === undefined ? [] : [{ name, meant: nearest.meant }];
    });
}

/**
 * How many letters must be put in, left out, changed or swapped with their neighbour (optimal
 * string alignment distance).
 */
function distance(a: string, b: string): number {
  if (Math.abs(a.length - b.length) > 2) return Number.POSITIVE_INFINITY;
  let [before, row]: [number[], number[]] = [[], Array.from({ length: b.length + 1 }, (_, index) => index)];
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      const edits = [(row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + cost];
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) edits.push((before[j - 2] ?? 0) + 1);
      next.push(Math.min(...edits));
    }
    [before, row] = [row, next];
  }
  return row[b.length] ?? 0;
}

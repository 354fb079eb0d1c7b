import type { ProviderTrouble } from "@guchi/contracts/admin.ts";
import { factsOf, FAILURES, type FailureKind } from "@guchi/providers/failure.ts";
import { LATELY_MS } from "../../charts/samples.ts";
import { name, ofKind, steps, type Counts, type Sample } from "../../charts/sample.ts";

const RESTING: FailureKind = "resting";
/** So many answers in a row are no chance: what failed before is mended. */
const ENOUGH_ANSWERS = 3;

/** A provider that fails now. */
export interface FailingProvider extends ProviderTrouble {
  /** Whether it is left alone for a while, so that few calls fail. */
  readonly rests: boolean;
}

/** A way in which a provider fails at a stage. `last`: between which samples it did last. */
interface Way {
  readonly labels: readonly string[];
  readonly count: number;
  readonly last: number;
}

/** What was counted of providers that gave no answer, by why. */
export function providersOf(counts: Counts): readonly ProviderTrouble[] {
  return summed(ofKind(counts, "failure"));
}

/**
 * The providers that fail at a stage: a call failed lately, or one rests since it did, and it has
 * not answered again since. Those that were passed over for another reason do not count.
 * `samples`: of the last hour, oldest first, the last one of now.
 */
export function failingProviders(samples: readonly Sample[]): readonly FailingProvider[] {
  const all = steps(samples);
  const ways = new Map<string, Way>();
  for (const [at, counts] of all.entries()) {
    for (const { labels, count } of ofKind(counts, "failure")) {
      const way = name(...labels);
      ways.set(way, { labels, count: (ways.get(way)?.count ?? 0) + count, last: at });
    }
  }
  const since = (samples.at(-1)?.at ?? 0) - LATELY_MS;
  const isLate = (way: Way | undefined) => way !== undefined && (samples[way.last + 1]?.at ?? 0) > since;
  const current = [...ways.values()].filter((way) => {
    const [provider = "", kind = "", stage = ""] = way.labels;
    const answers = all.slice(way.last + 1).map((counts) => counts[name("answers", provider, stage)] ?? 0);
    if (answers.reduce((sum, count) => sum + count, 0) >= ENOUGH_ANSWERS) return false;
    if (kind === RESTING) return isLate(way);
    return factsOfKind(kind).asked && (isLate(way) || isLate(ways.get(name(provider, RESTING, stage))));
  });
  // That it rests says less than why.
  const told = new Set(current.flatMap(({ labels: [provider, kind] }) => (kind === RESTING ? [] : [provider])));
  const failing = summed(current.filter(({ labels: [provider, kind] }) => kind !== RESTING || !told.has(provider)));
  const resting = new Set(current.flatMap(({ labels: [provider, kind] }) => (kind === RESTING ? [provider] : [])));
  return failing.map(({ provider, kind, count, needsOperator }) => {
    return { provider, kind, count, needsOperator, rests: resting.has(provider) };
  });
}

/** Added up over stages. */
function summed(
  failures: readonly { readonly labels: readonly string[]; readonly count: number }[],
): readonly ProviderTrouble[] {
  const all = new Map<string, ProviderTrouble>();
  for (const { labels, count } of failures) {
    const [provider = "", kind = ""] = labels;
    const before = all.get(name(provider, kind))?.count ?? 0;
    const needsOperator = factsOfKind(kind).alarm;
    all.set(name(provider, kind), { provider, kind, count: before + count, needsOperator });
  }
  return [...all.values()];
}

/** Another version may count kinds that this one does not know. */
function factsOfKind(kind: string) {
  return factsOf(isKnown(kind) ? kind : "failed");
}

function isKnown(kind: string): kind is FailureKind {
  return kind in FAILURES;
}

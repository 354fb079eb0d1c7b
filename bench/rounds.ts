/** At least five: fewer say nothing on a machine that does other things. */
export const ROUNDS = wholeNumber("BENCH_ROUNDS", 5);

/** One of those that are compared, by the name under which it is told. */
export interface Named {
  readonly name: string;
}

/**
 * Measures all contenders in each of `rounds` rounds, each round beginning with another one, and
 * gives the figures of each in the order of `contenders`: whatever else the machine does hits all
 * alike.
 */
export async function alternate<Contender extends Named, Figures>(
  contenders: readonly Contender[],
  measure: (contender: Contender) => Promise<Figures>,
  rounds = ROUNDS,
): Promise<Figures[][]> {
  const figures: Figures[][] = contenders.map(() => []);
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < contenders.length; turn += 1) {
      const index = (turn + round) % contenders.length;
      const contender = contenders[index];
      if (contender === undefined) continue;
      const measured = await measure(contender);
      figures[index]?.push(measured);
      console.log(`round ${round + 1}  ${contender.name.padEnd(16)} ${told(measured)}`);
    }
  }
  return figures;
}

function told(figures: unknown): string {
  if (typeof figures !== "object" || figures === null) return String(figures);
  const shown = Object.entries(figures).map(
    ([name, value]) => `${name} ${typeof value === "number" ? Number(value.toPrecision(4)) : value}`,
  );
  return shown.join("  ");
}

/** Runs `run` so many times, `atOnce` of them at any time; it gets the number of the run. */
export async function inLanes(times: number, atOnce: number, run: (number: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const lane = async () => {
    while (next < times) await run((next += 1));
  };
  await Promise.all(Array.from({ length: atOnce }, lane));
}

/** NaN of none. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value below which `share` of all lie: 0.99 is p99. NaN of none. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}

/** A whole number over 0 from the environment; what is none counts as not given. */
export function wholeNumber(name: string, fallback: number): number {
  const given = Number(process.env[name] ?? fallback);
  return Number.isInteger(given) && given > 0 ? given : fallback;
}

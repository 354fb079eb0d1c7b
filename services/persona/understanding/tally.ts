/** Points a name; among equals the one that was named first leads. */
export class Tally<Name> {
  readonly #points = new Map<Name, number>();

  add(name: Name, points: number): void {
    this.#points.set(name, (this.#points.get(name) ?? 0) + points);
  }

  /** The name with the most points, or undefined when none has any. */
  highest(): Name | undefined {
    let leader: Name | undefined;
    let most = 0;
    for (const [name, points] of this.#points) {
      if (points <= most) continue;
      leader = name;
      most = points;
    }
    return leader;
  }
}

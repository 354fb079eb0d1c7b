/** One of the items, by a number from 0 up to, not including, 1; undefined where there is none. */
export function pick<Item>(items: readonly Item[], chance: number): Item | undefined {
  return items[Math.floor(chance * items.length)];
}

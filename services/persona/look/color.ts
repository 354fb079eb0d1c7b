/** A colour between two, both `#rrggbb`: `share` 0 gives `color`, 1 gives `tint`. */
export function mixColors(color: string, tint: string, share: number): string {
  const channels = [1, 3, 5].map((start) => {
    const [from, to] = [color, tint].map((hex) => Number.parseInt(hex.slice(start, start + 2), 16)) as [number, number];
    return Math.round(from + (to - from) * share)
      .toString(16)
      .padStart(2, "0");
  });
  return `#${channels.join("")}`;
}

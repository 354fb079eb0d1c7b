/** A colour between two, both `#rrggbb`: `share` 0 gives `color`, 1 gives `tint`. */
export function mixColors(color: string, tint: string, share: number): string {
  const channels = [1, 3, 5].map((start) => {
    const from = channelAt(color, start);
    return Math.round(from + (channelAt(tint, start) - from) * share)
      .toString(16)
      .padStart(2, "0");
  });
  return `#${channels.join("")}`;
}

function channelAt(color: string, start: number): number {
  return Number.parseInt(color.slice(start, start + 2), 16);
}

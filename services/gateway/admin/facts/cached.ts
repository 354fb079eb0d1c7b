/**
 * `look`, asked at most once in `ms` for all who want to know, and never twice at a time. What
 * failed is asked again by whoever comes next.
 */
export function cached<Value>(ms: number, look: () => Promise<Value>): () => Promise<Value> {
  let last: { readonly at: number; readonly value: Promise<Value> } | undefined;
  let isUnderWay = false;
  return () => {
    if (last !== undefined && (isUnderWay || performance.now() - last.at < ms)) return last.value;
    isUnderWay = true;
    const value = look();
    const asked = { at: performance.now(), value };
    last = asked;
    value
      .catch(() => {
        if (last === asked) last = undefined;
      })
      .finally(() => {
        isUnderWay = false;
      });
    return value;
  };
}

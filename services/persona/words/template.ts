export type Slots = Readonly<Record<string, string | undefined>>;

/**
 * The sentences that a line gives: `[a|b]` is one of several ways to say a part, `{name}` is a
 * slot. None when a slot has nothing in it.
 */
export function sentencesOf(line: string, slots: Slots): readonly string[] {
  const missing = [...line.matchAll(SLOT)].some(([, name = ""]) => slots[name] === undefined);
  if (missing) return [];
  const parts = line.split(/\[(.*?)\]/u).map((part, index) => (index % 2 === 0 ? [part] : part.split("|")));
  const ways = parts.reduce<readonly string[]>(
    (heads, tails) => heads.flatMap((head) => tails.map((tail) => head + tail)),
    [""],
  );
  return ways.map((way) => way.replaceAll(SLOT, (_, name: string) => slots[name] ?? "").replace("ことのこと", "こと"));
}

const SLOT = /\{(\w+)\}/gu;

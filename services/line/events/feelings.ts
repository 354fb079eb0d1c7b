/**
 * Feelings that LINE's emoji name, as a plain emoji, in English for who writes nothing else, and
 * the words of their names. A name may hold several, as `(cold sweat)`: the first entry that knows
 * one of them tells, and heavy ones come first.
 */
const FEELINGS: readonly (readonly [emoji: string, english: string, words: string])[] = [
  ["😢", "sad", "cry crying cries sad sadness tear tears teary weep weeping sniff unhappy upset depressed down gloomy"],
  ["😭", "crying", "sob sobbing wail wailing bawl waah"],
  ["💔", "heartbroken", "broken heartbreak heartbroken brokenheart"],
  ["😡", "angry", "angry anger mad rage furious pout grr annoyed irritated fuming"],
  ["😰", "worried", "worried worry anxious scared scary fear afraid panic cold"],
  ["😱", "shocked", "shock shocked scream screaming horror"],
  ["😞", "disappointed", "disappointed sigh lonely hopeless"],
  ["😫", "tired", "tired exhausted weary"],
  ["🤒", "sick", "sick ill fever flu"],
  ["😴", "sleepy", "sleepy sleep sleeping asleep zzz yawn"],
  ["😅", "sweating", "sweat sweating phew awkward nervous"],
  ["😂", "laughing", "laugh laughing lol haha hahaha hehe giggle grin"],
  ["😍", "in love", "love lovely loving adore inlove"],
  ["❤️", "with love", "heart hearts kiss hug hugs"],
  ["😊", "happy", "happy happiness smile smiling smiley glad blush joy joyful delighted yay hooray pleased"],
  ["😉", "wink", "wink winking"],
  ["🙏", "thanks", "thanks thank thankyou thx"],
  ["👍", "ok", "ok okay good nice great thumbsup like"],
  ["🎉", "celebrating", "party congrats congratulations celebrate cheers"],
];
const NAMED = FEELINGS.map(([emoji, , words]) => ({ emoji, words: new Set(words.split(" ")) }));

/** A placeholder of LINE's: a name in round brackets, which is empty where the emoji has none. */
const PLACEHOLDER = /^\((?<name>[^()]{1,60})\)$/;

/** The plain emoji for a placeholder's name; undefined where it names no feeling that we know. */
export function feelingOf(placeholder: string): string | undefined {
  const name = PLACEHOLDER.exec(placeholder)?.groups?.["name"] ?? "";
  const said = name
    .normalize("NFKC")
    .toLowerCase()
    .split(/[\s_-]+/);
  return NAMED.find(({ words }) => said.some((word) => words.has(word)))?.emoji;
}

/**
 * Emoji alone, of somebody who writes English: with the words for those that we know, such as `sad,
 * angry`, or they would be read as Japanese.
 */
export function inEnglish(text: string): string {
  const said = FEELINGS.filter(([emoji]) => text.includes(emoji)).map(([, english]) => english);
  return said.length === 0 ? text : `${text} ${said.join(", ")}`;
}

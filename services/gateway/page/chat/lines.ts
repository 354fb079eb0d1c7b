/** A place to turn to, as a job's output tells of it. */
export interface Line {
  readonly name?: string;
  readonly phone?: string;
  readonly url?: string;
  readonly hours?: string;
}

/** Words of a message, and where they lead. */
export interface Piece {
  readonly text: string;
  readonly href?: string;
}

/**
 * The message in pieces, in order: each phone number and https address of the lines, where it
 * stands in the message, with where it leads. An address may stand without its scheme. Nothing else
 * becomes a link.
 */
export function linked(message: string, lines: readonly Line[]): readonly Piece[] {
  const places = new Map<string, string>();
  for (const { phone = "", url, hours = "" } of lines) {
    if (/^[#+]?[\d -]+$/.test(phone)) places.set(phone, telephone(phone));
    // From some prefectures another number is the right one.
    for (const [other] of hours.matchAll(/(?<![\d-])0\d{2,3}-\d{2,3}-\d{3,4}(?![\d-])/g))
      places.set(other, telephone(other));
    if (url === undefined || !/^https:\/\/\S+$/.test(url)) continue;
    places.set(url, url);
    places.set(url.slice("https://".length), url);
  }
  if (places.size === 0) return [{ text: message }];
  // The longest first, and no number inside of another one.
  const names = [...places.keys()].toSorted((a, b) => b.length - a.length).map(escaped);
  const pattern = new RegExp(`(?<![\\w#/.-])(?:${names.join("|")})(?![\\w-])`, "g");
  const pieces: Piece[] = [];
  let end = 0;
  for (const { 0: text, index } of message.matchAll(pattern)) {
    if (index > end) pieces.push({ text: message.slice(end, index) });
    pieces.push({ text, href: places.get(text) ?? "" });
    end = index + text.length;
  }
  if (end < message.length) pieces.push({ text: message.slice(end) });
  return pieces;
}

/**
 * A number as a phone dials it (RFC 3966): without what parts it for the eye. `#` would begin a
 * fragment.
 */
function telephone(phone: string): string {
  return `tel:${encodeURIComponent(phone.replaceAll(/[ -]/g, "")).replace("%2B", "+")}`;
}

function escaped(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\#-]/g, String.raw`\$&`);
}

// Help lines in a message: what can be called or opened becomes a link. No DOM here, so that a test
// can ask.

/**
 * @typedef {{phone?: string, url?: string, hours?: string}} Line
 * @typedef {{text: string, href?: string}} Piece
 */

/**
 * The message in pieces, in order: each phone number and https address of the lines, where it
 * stands in the message, with where it leads. An address may stand without its scheme. Nothing else
 * becomes a link.
 *
 * @param {string} message
 * @param {readonly Line[]} lines
 * @returns {Piece[]}
 */
export function linked(message, lines) {
  /** @type {Map<string, string>} */
  const places = new Map();
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
  /** @type {Piece[]} */
  const pieces = [];
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
 *
 * @param {string} phone
 */
function telephone(phone) {
  return `tel:${encodeURIComponent(phone.replaceAll(/[ -]/g, "")).replace("%2B", "+")}`;
}

/** @param {string} text */
function escaped(text) {
  return text.replaceAll(/[.*+?^${}()|[\]\\#-]/g, String.raw`\$&`);
}

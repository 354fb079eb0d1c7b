/**
 * LINE's rules for message objects
 * (https://developers.line.biz/en/reference/messaging-api/#message-objects), as far as a bot of
 * ours may send them. Stricter than LINE: a property that we do not know is refused, since it is
 * likely a mistake.
 */

type Json = Record<string, unknown>;

/** What is wrong with the messages of a request, as LINE's `details`; empty when nothing is. */
export function messageProblems(messages: unknown): readonly { property: string; message: string }[] {
  const problems: { property: string; message: string }[] = [];
  const bad = (property: string, message: string) => problems.push({ property, message });
  if (!Array.isArray(messages) || messages.length < 1 || messages.length > 5) {
    bad("messages", "Size must be between 1 and 5");
    return problems;
  }
  messages.forEach((message: unknown, index) => {
    const at = `messages[${index}]`;
    if (!isObject(message)) return bad(at, "must be an object");
    checkMessage(message, at, bad);
    return undefined;
  });
  return problems;
}

type Bad = (property: string, message: string) => unknown;

function checkMessage(message: Json, at: string, bad: Bad): void {
  const common = ["type", "sender", "quickReply"];
  const known: Record<string, readonly string[]> = {
    text: ["text", "quoteToken"],
    image: ["originalContentUrl", "previewImageUrl"],
    audio: ["originalContentUrl", "duration"],
  };
  const type = String(message["type"]);
  const own = known[type];
  if (own === undefined) return void bad(`${at}.type`, "must be one of text, image, audio");
  for (const name of Object.keys(message)) if (![...common, ...own].includes(name)) bad(`${at}.${name}`, "unknown");
  if (type === "text") checkLength(message["text"], 5_000, `${at}.text`, bad);
  if ("quoteToken" in message) checkLength(message["quoteToken"], 512, `${at}.quoteToken`, bad);
  for (const name of own.filter((each) => each.endsWith("Url"))) checkUrl(message[name], `${at}.${name}`, bad);
  if (type === "audio" && !(Number.isInteger(message["duration"]) && Number(message["duration"]) > 0)) {
    bad(`${at}.duration`, "must be a positive integer");
  }
  checkSender(message["sender"], at, bad);
  checkQuickReply(message["quickReply"], at, bad);
}

function checkSender(sender: unknown, at: string, bad: Bad): void {
  if (sender === undefined) return;
  if (!isObject(sender)) return void bad(`${at}.sender`, "must be an object");
  checkLength(sender["name"], 20, `${at}.sender.name`, bad);
  if (/line/i.test(String(sender["name"]))) bad(`${at}.sender.name`, "must not contain LINE");
  checkUrl(sender["iconUrl"], `${at}.sender.iconUrl`, bad);
}

function checkQuickReply(quickReply: unknown, at: string, bad: Bad): void {
  if (quickReply === undefined) return;
  const items = isObject(quickReply) ? quickReply["items"] : undefined;
  if (!Array.isArray(items) || items.length < 1 || items.length > 13) {
    return void bad(`${at}.quickReply.items`, "Size must be between 1 and 13");
  }
  for (const item of items) {
    const action: unknown = isObject(item) && item["type"] === "action" ? item["action"] : undefined;
    if (!isObject(action) || action["type"] !== "postback") return void bad(`${at}.quickReply`, "must be a postback");
    checkLength(action["label"], 20, `${at}.quickReply.label`, bad);
    checkLength(action["data"], 300, `${at}.quickReply.data`, bad);
    checkLength(action["displayText"], 300, `${at}.quickReply.displayText`, bad);
  }
}

function checkLength(text: unknown, max: number, at: string, bad: Bad): void {
  if (typeof text !== "string" || text.length < 1 || text.length > max) bad(at, `Length must be between 1 and ${max}`);
  else if (!text.isWellFormed()) bad(at, "holds half a character");
}

/** https, at most 2,000 characters, percent-encoded. */
function checkUrl(url: unknown, at: string, bad: Bad): void {
  const good = typeof url === "string" && /^https:\/\/[\x21-\x7e]+$/.test(url) && url.length <= 2_000;
  if (!good) bad(at, "must be an https URL of at most 2000 characters");
}

export function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

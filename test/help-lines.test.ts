import assert from "node:assert/strict";
import { test } from "node:test";
import { CareKind } from "../shared/contracts/guchi.ts";
import { linked } from "../services/gateway/page/chat/lines.ts";
import { careFor, quietLine } from "../services/reply/care/choose.ts";
import { otherLanguageText } from "../services/reply/care/other-languages.ts";

test("the page makes a link of every help line that the bot answers with", () => {
  const answers = (["ja", "en"] as const).flatMap((language) => {
    const dangers = [undefined, ...CareKind.enum].flatMap((kind) => [{ kind }, { kind, followUp: true }]);
    const quiet = quietLine(language, "job");
    const care = dangers.map(({ kind, ...more }) => careFor({ kind, language, jobId: "job", ...more }));
    return care.concat({ message: quiet.text, lines: quiet.lines });
  });
  const others = (["ko", "zh", "th", "vi", "id", "tl", "pt", "es", "fr", "de", "ru", "my", "und"] as const).flatMap(
    (language) => [true, false].map((danger) => otherLanguageText({ language, text: "…", danger })),
  );
  for (const { message, lines } of [...answers, ...others]) {
    const hrefs = new Set(linked(message, lines).map(({ href }) => href));
    for (const { phone, url, name } of lines) {
      if (phone !== undefined) assert.ok(hrefs.has(`tel:${encodeURIComponent(phone.replaceAll(/[ -]/g, ""))}`), name);
      else if (url !== undefined) assert.ok(hrefs.has(url), name);
    }
  }
});

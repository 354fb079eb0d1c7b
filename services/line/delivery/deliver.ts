import { StageError } from "@guchi/chain/errors.ts";
import { fits, parseAs } from "@guchi/chain/schema.ts";
import { GuchiInput, ReplyResult } from "@guchi/contracts/guchi.ts";
import type { Language } from "@guchi/contracts/language.ts";
import { answerLanguage, languageOf } from "@guchi/contracts/language/of-text.ts";
import { Notice, NoticeResult } from "@guchi/contracts/line.ts";
import type { Delivered, Messenger } from "@guchi/platform/messenger/messenger.ts";
import Type from "typebox";
import { Address } from "../address.ts";
import type { Intake } from "../events/intake.ts";
import type { Courier } from "./courier.ts";
import type { Answer } from "./messages.ts";
import { cutText } from "./text.ts";

interface Deps {
  readonly courier: Pick<Courier, "deliver">;
  readonly intake: Pick<Intake, "apologize">;
}

/** Brings a finished job's answer to its chat; for a failed job, begins to say sorry. */
export function createDeliver({ courier, intake }: Deps): Messenger["deliver"] {
  return async ({ record, to, output }, context) => {
    const address = parseAs(Address, to);
    const { id, status, input } = record;
    if (status === "failed") {
      const { text = "" } = fits(Text, input) ? input : {};
      if (!fits(Said, input)) await intake.apologize(id, languageOf(text), address);
      return "delivered";
    }
    const { line: target, user, receivedAt } = address;
    const again = fits(ReplyResult, output) && canBeAskedAgain(output);
    const replyOnly = fits(Said, input) && input.say.about === "waiting";
    const isHeard = target.isHeard === true && fits(Text, input);
    const answer = withWordsHeard(answerOf(input, output), isHeard ? input.text : undefined);
    const how = await courier.deliver({ job: id, receivedAt, target, user, answer, again, replyOnly }, context);
    return STATUSES[how];
  };
}

/** So much of what was heard is shown, in UTF-16 units. */
const SHOWN_UNITS = 80;
const HEARD: Readonly<Record<Language, (words: string) => string>> = {
  ja: (words) => `きこえたよ：『${words}』`,
  en: (words) => `I heard: “${words}”`,
};

/** So that a mishearing explains itself. Words of danger are not said back to whoever said them. */
function withWordsHeard(answer: Answer, words: string | undefined): Answer {
  if (words === undefined || answer.reaction === "care") return answer;
  const heard = HEARD[answer.language](cutText(words, SHOWN_UNITS));
  return { ...answer, message: `${heard}\n\n${answer.message}` };
}

const Text = Type.Partial(Type.Pick(GuchiInput, ["text"]));
const Said = Type.Object({ say: Notice });

const STATUSES: Readonly<Record<Awaited<ReturnType<Courier["deliver"]>>, Delivered>> = {
  reply: "delivered",
  push: "delivered",
  kept: "held",
  unconfirmed: "unconfirmed",
  withdrawn: "withdrawn",
  skipped: "withdrawn",
};

/** Throws StageError when this version makes nothing of the job that could be sent. */
function answerOf(input: object, output: unknown): Answer {
  if (fits(ReplyResult, output)) return { ...output, language: answerLanguage(output.sentiment.language) };
  if (fits(NoticeResult, output) && fits(Said, input)) return { ...output, language: input.say.language };
  throw new StageError("There is no answer that could be sent.", { code: "invalid_output", class: "permanent" });
}

/**
 * Not where help lines are the answer: with another try they would be the same, and this is no
 * game.
 */
function canBeAskedAgain({ reaction, care }: ReplyResult): boolean {
  return reaction === "idol" || (reaction === "cheer" && care === undefined);
}

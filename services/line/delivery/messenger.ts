import { fits, parseAs } from "@guchi/chain/schema.ts";
import { GuchiInput } from "@guchi/contracts/guchi.ts";
import { languageOf } from "@guchi/contracts/language/of-text.ts";
import type { Messenger } from "@guchi/platform/messenger/messenger.ts";
import Type from "typebox";
import { Address } from "../address.ts";
import type { Intake } from "../events/intake.ts";
import { topicOf } from "./answer.ts";
import type { Sender } from "./deliver.ts";

interface Deps {
  readonly sender: Pick<Sender, "deliver">;
  readonly intake: Pick<Intake, "apologize">;
}

/** Brings a finished job's answer to its chat; for a failed job, begins to say sorry. */
export function createDeliver({ sender, intake }: Deps): Messenger["deliver"] {
  return async (delivery, context) => {
    const { record, to } = delivery;
    if (record.status !== "failed") return sender.deliver(delivery, context);
    const { text = "" } = fits(Asked, record.input) ? record.input : {};
    if (topicOf(record) === undefined) await intake.apologize(record.id, languageOf(text), parseAs(Address, to));
    return "delivered";
  };
}

const Asked = Type.Partial(Type.Pick(GuchiInput, ["text"]));

import { MAX_TEXT_UTF16_UNITS } from "@guchi/contracts/guchi.ts";

/**
 * What engines write down where nothing is said: the ends of the videos that they were taught with.
 * Seen of Whisper and of the models after it.
 */
const MADE_UP =
  /^(?:ご(?:視聴|清聴)(?:いただき)?(?:、)?(?:どうも)?ありがとうございま(?:す|した)|チャンネル登録(?:を)?(?:よろしく)?お願い(?:いた)?します|(?:thank you|thanks)(?: so much)? for watching|please subscribe|you)$/i;
const NOISE_NOTES = /[([（［【♪][^)\]）］】♪]*[)\]）］】♪]/g;

/**
 * The words of a transcript, as a user would have typed them; undefined where nothing was said:
 * silence, music, notes on noises such as (笑).
 */
export function spokenWords(transcript: string): string | undefined {
  const words = transcript.replaceAll(NOISE_NOTES, " ").replaceAll(/\s+/g, " ").trim();
  const bare = words.replaceAll(/[\p{P}\p{S}]+$|^[\p{P}\p{S}]+/gu, "");
  if (!/[\p{L}\p{N}]/u.test(bare) || MADE_UP.test(bare)) return undefined;
  return words.slice(0, MAX_TEXT_UTF16_UNITS).toWellFormed();
}

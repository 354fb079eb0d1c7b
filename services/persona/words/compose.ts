import { type Language, MAX_MESSAGE_UTF16_UNITS } from "@guchi/contracts/guchi.ts";
import { pick } from "../random.ts";
import type { SubjectLines } from "../subjects/subject.ts";
import type { Understood } from "../understanding/understand.ts";
import { comeBack, labelOf, type MessageRequest } from "./recall.ts";
import { type Beat, isBeside, isPiece, shapesOf } from "./shapes.ts";
import { type Pools, Utterance } from "./utterance.ts";

/** What is spoken in about 20 s, in UTF-16 units. */
const SPOKEN: Readonly<Record<Language, number>> = { ja: 105, en: MAX_MESSAGE_UTF16_UNITS };

const LED: ReadonlySet<Beat> = new Set(["react", "feel", "topic", "echo"]);
const LED_INSIDE: ReadonlySet<Beat> = new Set(["react", "insight", "feel"]);
const SAYS_BACK: ReadonlySet<Beat> = new Set(["echo", "takeUp", "noun", "named", "detail"]);
const LEAD_SHARE = 0.9;
const INNER_LEAD_SHARE = 0.65;
/**
 * How often she speaks of the day, the hour or the season, where she has something to say of it.
 */
const SPECIAL_SHARE = 0.2;
const OWN_CLOSE_SHARE = 0.35;
/** How often what she says of how it went comes before what she says of what it is about. */
const TURN_SHARE = 0.5;

/** How often a turn that any thing may take is spoken of, though there are words to say back. */
const VAGUE_SHARE = 0.15;

/** Where a first sentence comes from when all others were said lately. */
const SPARE = ["stay", "close"];
const GRAVE_SPARE = ["grave.middle", "grave.close", "grave.open"];

/**
 * What she says: up to five sentences in one of several shapes, each new to this user, no two
 * of which echo each other. The same request gives the same message.
 */
export function composeMessage(asked: MessageRequest): string {
  const request = withoutVagueTurn(asked);
  const { understood, random, phrases } = request;
  const facts = factsOf(request);
  const before = request.memory.map(({ message }) => message).join("\n");
  const slots = slotsOf(understood);
  const utterance = new Utterance({ ...request, slots, before });
  const again = comeBack(request, facts);
  if (again.first !== undefined) utterance.say([again.first]);
  const beats: readonly Beat[] = pick(random, shapesOf(request));
  for (const beat of beats) {
    const isFirst = utterance.sentences.length === 0;
    const spare = isFirst ? (understood.grave ? GRAVE_SPARE : SPARE).map((kind) => phrases.of(kind, facts)) : [];
    const isSaid = utterance.say([...poolsOf(beat, request, facts), ...spare], { must: isFirst });
    if (isSaid && !understood.grave) lead(utterance, beat, isFirst, request, facts);
  }
  // What was said back alone sounds like a parrot.
  if (utterance.sentences.length === 1 && beats.length > 1 && SAYS_BACK.has(beats[0] ?? "react"))
    utterance.say(poolsOf("react", request, facts));
  if (again.last !== undefined) utterance.say([again.last]);
  return shortened(utterance, SPOKEN[request.language]);
}

/** What might be said of nearly anything mostly gives way to the words that can be said back. */
function withoutVagueTurn(request: MessageRequest): MessageRequest {
  const { turn, takenUp, ...rest } = request.understood;
  const isSaidBack = isPiece(takenUp.echo) || takenUp.detail !== undefined || takenUp.quote !== undefined;
  if (turn?.isVague !== true || !isSaidBack || request.random() < VAGUE_SHARE) return request;
  return { ...request, understood: { ...rest, takenUp } };
}

/** Sometimes puts an interjection first, or something like it before a later thought. */
function lead(
  utterance: Utterance,
  beat: Beat,
  isFirst: boolean,
  { random, phrases }: MessageRequest,
  facts: ReadonlySet<string>,
): void {
  if (isFirst && LED.has(beat) && random() < LEAD_SHARE)
    utterance.lead(phrases.of(beat === "echo" ? "lead.echo" : "lead", facts));
  else if (LED_INSIDE.has(beat) && (!isFirst || beat === "insight") && random() < INNER_LEAD_SHARE)
    utterance.lead(phrases.of("lead.inner", facts));
}

/** Without the last sentences, when it is too long to be said. */
function shortened(utterance: Utterance, most: number): string {
  while (utterance.sentences.length > 1 && utterance.text.length > most) utterance.drop();
  return utterance.text.slice(0, MAX_MESSAGE_UTF16_UNITS);
}

function factsOf({ understood, moment, doubt }: MessageRequest): ReadonlySet<string> {
  const { topic, grave, details, told } = understood;
  // How one usually feels about a word that may be beside the point is not told.
  const isGuessed = !told.mood && understood.mood !== "lonely" && (details.length === 0 || isBeside(understood));
  const mood = isGuessed && !grave ? "frustrated" : understood.mood;
  const isDoubt = doubt && grave && details[0]?.grave !== true;
  const kinds = [...(grave ? ["grave"] : []), ...(isDoubt ? ["doubt"] : []), ...(isGuessed ? ["guessed"] : [])];
  return new Set([...moment.facts, topic, mood, ...kinds]);
}

function slotsOf({ details, takenUp }: Understood): Readonly<Record<string, string | undefined>> {
  const who = details.find(({ person }) => person)?.name;
  const name = details.find(({ weak }) => !weak)?.name;
  return {
    who,
    n: takenUp.amount?.text,
    quote: takenUp.quote?.text,
    noun: takenUp.noun,
    echo: takenUp.echo?.text,
    detail: takenUp.detail?.text,
    label: name === undefined ? undefined : labelOf(name),
  };
}

/**
 * Where the sentence of a beat comes from; the general ones step in when the subject's own are used
 * up.
 */
function poolsOf(
  beat: Beat,
  { phrases, understood, moment, random }: MessageRequest,
  facts: ReadonlySet<string>,
): Pools {
  const [subject] = understood.details;
  const of = (kind: string, special?: ReadonlySet<string>) => phrases.of(kind, facts, special);
  if (understood.grave) return gravePools(beat, of, understood);
  // A line about a word that may be beside the point is not said.
  const beside = isBeside(understood);
  const own = beside ? undefined : subject?.lines;
  const { isAnswered = () => false } = understood;
  const closer = beside ? undefined : understood.closer;
  const turn = understood.turn?.lines;
  const surely = understood.turn?.isVague === true ? undefined : turn;
  // What might be said of anything does not come before what is said of this.
  const first = (mine: readonly string[] = [], went: readonly string[] = []): Pools =>
    mine.length > 0 && (turn !== surely || random() >= TURN_SHARE) ? [mine, went] : [went, mine];
  switch (beat) {
    case "takeUp":
      return [takeUpLines(understood, of), own?.react ?? [], of("feel")];
    case "echo":
      return [of(`echo.${understood.takenUp.echo?.kind ?? ""}`), own?.react ?? [], of("feel")];
    case "detail":
      return [of(`detail.${understood.takenUp.detail?.kind ?? ""}`), own?.react ?? [], of("feel")];
    case "named":
      return [of("named")];
    case "react":
      return [closer?.react ?? [], own?.react ?? [], turn?.react ?? [], own?.insight ?? [], of("feel")];
    case "insight":
      return [
        closer?.insight ?? [],
        ...first(own?.insight, turn?.insight),
        own?.react ?? [],
        turn?.react ?? [],
        of("stay"),
      ];
    case "ask":
      return asks([closer?.ask ?? [], ...first(own?.ask, turn?.ask)], [of("ask"), of("stay")], isAnswered);
    case "askBack":
      return asks([], [of("unknown.ask"), of("ask")], isAnswered);
    case "close": {
      const special = random() < SPECIAL_SHARE ? of("close", moment.facts) : [];
      // Nothing that shines beside what is tender.
      const general = subject?.tender === true ? [of("grave.close")] : [special, of("close"), of("stay")];
      const hers = [closer?.close ?? [], ...first(own?.close, turn?.close)];
      return random() < OWN_CLOSE_SHARE ? [...hers, ...general] : general;
    }
    default:
      return [of(beat), of("feel"), of("stay")];
  }
}

/**
 * What she may ask. Where all of her closer questions are answered already she asks none: any other
 * would only fill the place.
 */
function asks(closer: Pools, general: Pools, isAnswered: (question: string) => boolean): Pools {
  const open = (pools: Pools) => pools.map((lines) => lines.filter((line) => !isAnswered(line)));
  return isAny(closer) && !isAny(open(closer)) ? [] : open([...closer, ...general]);
}

function isAny(pools: Pools): boolean {
  return pools.some((lines) => lines.length > 0);
}

const DOUBT: ReadonlySet<string> = new Set(["doubt"]);

function gravePools(
  beat: Beat,
  of: (kind: string, special?: ReadonlySet<string>) => readonly string[],
  { details: [subject], turn, closer }: Understood,
): Pools {
  // An ordinary subject beside it, such as the job of somebody whose mother is dying, is not what
  // matters now.
  const own = subject?.tender === true ? nearer(subject.lines, closer) : undefined;
  if (own === undefined && turn?.isGrave === true)
    return [turn.lines[beat === "react" || beat === "insight" ? beat : "close"], of("grave.middle")];
  if (beat === "react") return [of("grave.open", DOUBT), [...(own?.react ?? []), ...of("grave.open")]];
  if (beat === "insight") return [own?.insight ?? [], of("grave.middle", DOUBT), of("grave.middle")];
  return [[...(own?.close ?? []), ...of("grave.close")], of("grave.middle")];
}

/** What is closer to these words takes the place of what holds for all. */
function nearer(lines: SubjectLines, closer: SubjectLines | undefined): SubjectLines {
  const of = (beat: keyof SubjectLines) => (closer === undefined || closer[beat].length === 0 ? lines : closer)[beat];
  return { react: of("react"), insight: of("insight"), ask: of("ask"), close: of("close") };
}

function takeUpLines(
  { takenUp: { amount, quote } }: Understood,
  of: (kind: string) => readonly string[],
): readonly string[] {
  if (quote !== undefined) return of(quote.heard ? "quote.heard" : "quote");
  return amount === undefined ? [] : of(`amount.${amount.kind}`);
}

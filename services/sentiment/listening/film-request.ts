import { asksForFilm, FILM_REQUEST } from "@guchi/contracts/film-words.ts";
import { isSpoken } from "@guchi/contracts/language.ts";
import { speaksOfSelfHarm } from "../self-harm/self-harm.ts";
import type { Heard, Listener } from "./listen.ts";

/**
 * Hears a message that a film is to be found for. What a film is full of is no danger: a sentence
 * that asks for one and says nothing of its writer (「人がいっぱい死ぬ映画」, "a film where everyone
 * dies") counts as any request does, and the rest is heard by itself. Words of suicide in it are a
 * doubt at least, for nobody knows why such a film is asked for.
 */
export function hearFilmRequest(listen: Listener, text: string): Heard {
  const heard = listen(text);
  if (OF_SUICIDE.test(plain(text))) {
    return { ...heard, listens: true, danger: heard.danger ?? { certain: false, kind: "self-harm" } };
  }
  const told = besideRequest(text);
  if (told === undefined) return heard;
  const rest = told === "" ? undefined : listen(told);
  if (rest?.danger !== undefined) {
    const danger = heard.danger?.certain === true ? heard.danger : rest.danger;
    return { ...heard, listens: true, danger };
  }
  const grave = rest?.grave === true || (heard.grave && (rest !== undefined || mayBeOwnGrief(text)));
  if (heard.danger === undefined || speaksOfSelfHarm(text)) return { ...heard, grave };
  return withoutDanger(heard, rest ?? listen(bareRequest(heard)), grave);
}

/** What a film is about is no grief of who asks for it: "a gentle film about dementia". */
function mayBeOwnGrief(text: string): boolean {
  const said = plain(text);
  return OF_LOSS.test(said) || OF_WRITER.test(said.replaceAll(ASKING, " "));
}

/** A message is no danger any more: then it is what the rest of it is. */
function withoutDanger({ danger: _none, ...heard }: Heard, { label, score, listens }: Heard, grave: boolean): Heard {
  return { ...heard, label, score, listens, grave };
}

function bareRequest({ language }: Heard): string {
  return FILM_REQUEST[isSpoken(language) ? language : "en"];
}

/** What a message says beside sentences that ask for a film alone; undefined where none does. */
function besideRequest(text: string): string | undefined {
  const sentences = (text.match(SENTENCE) ?? []).flatMap(reasonApart);
  const others = sentences.filter((sentence) => !isRequestAlone(sentence));
  return others.length === sentences.length ? undefined : others.join("").trim();
}

/** 「イライラするから静かなのが見たい」: why somebody asks is told beside the request, too. */
function reasonApart(sentence: string): readonly string[] {
  const [, reason = "", request = ""] = REASON.exec(sentence) ?? [];
  return reason !== "" && isRequestAlone(request) ? [reason, request] : [sentence];
}

const REASON = /^(.{2,}?[いたるだ](?:から|ので|けど)、?)(.{4,})$/su;
const SENTENCE = /[^。.!?！？…\n]+[。.!?！？…\n]*/gu;

function isRequestAlone(sentence: string): boolean {
  const said = plain(sentence);
  if (OF_WRITER.test(said.replaceAll(ASKING, " "))) return false;
  if (asksForFilm(sentence)) return true;
  // Without its word a film may not be meant: then no plain word of danger is overheard.
  return ASKS_FOR_ONE.test(said) && !speaksOfSelfHarm(sentence) && !OF_HARM.test(said);
}

function plain(text: string): string {
  return text.normalize("NFKC").toLowerCase();
}

/** A request that does not say "film": 「きゅんとするやつ教えて」, "something like Blade Runner". */
const ASKS_FOR_ONE =
  /(?:の|やつ|もの|話)[がで](?:いい|良い)|(?:やつ|系|もの|の|話|ホラー|コメディ|サスペンス|ミステリー|ドラマ|ミュージカル)(?:を|が|って|で|、)?.{0,8}(?:教え|おしえ|おすすめ|[観見]たい|ある[?か]|ない[?か]|くれ|お願い|頼む)|(?:やつ|もの|系|話|sf|ホラー|コメディ|ラブコメ|サスペンス|ミステリー|ファンタジー|邦画|洋画|時代劇|西部劇|ドキュメンタリー|ミュージカル)[。!?〜ー]*$|(?:ムービー|映画|アニメ|作品)を?(?:探|さが)し|^.{0,8}(?:何か|なにか|なんか)[観見]たい.{0,3}$|\bsomething\b|\b(?:nice|good|great) story\b|\bto be (?:scared|terrified|frightened|spooked)\b|\b(?:good|proper) (?:cry|laugh|scare)\b|\b(?:horror|thriller|action|comedy|sci-?fi|romance|animation|cartoons?|noir|romcom|musical|western|documentary|cartoon|mystery)\b/u;

/** Harm that somebody may do, suffer or seek. */
const OF_HARM =
  /死|殺|殴|刺|切[ら るっ]|薬|飛び降|縛|脅|襲|犯|血|痛|危|救急|警察|\b(?:die|dying|dead|kill\w*|hurt\w*|hit|hits|beat\w*|stab\w*|cut|blood|pills?|knife|gun|police|help|(?<!to be )scared|bleeding|unconscious)\b/u;

/** Words of who asks that are no more than asking. */
const ASKING =
  /\bi (?:think|guess|suppose)\b|\bi dare you\b|\b(?:give|show|find|recommend|tell|get|suggest|pick|send|sell) (?:me|us)\b|\b(?:what|which|can|could|should|do|shall|would) (?:do |should |can |could |shall )?(?:i|we|you)\b|\bi(?:'m|'d| am| would| want| wanna| need| can| could)*(?: to| love| like| looking| really| just| in the mood| feel like)* ?(?:want|watch|watching|see|show|love|like|looking|need|for)\b|\bi don't want anything (?=(?:too |very )?(?:violent|scary|sad|dark|heavy|gory|long)\b)|\bout of my (?:mind|wits|skin)\b|(?:[観見み]|食べ|行き|出|恋し|踊り|歌い)たく(?=なる)|[観見み]たい|(?:聞く|悪い)けど/gu;

/** What may be the writer's own: 「私」, a state to watch it in, a wish, a reason, kin who do harm. */
const OF_WRITER =
  /私|わたし|あたし|俺|オレ|僕|ボク|ウチ|うち[がはの]|自分|彼[氏女がにの]|夫|旦那|妻|嫁|父|母|親|祖[父母]|じい|ばあ|兄|姉|弟|妹|上司|先生|(?:時|とき|夜|日|朝|前|気分|気持ち)[にでを]|忘れ|紛れ|まぎれ|つらい|辛い|しんど|助け|逃げた|たい|たく|(?<!これ|それ)から|ので|けど|\b(?:i|i'm|im|i've|i'll|i'd|me|my|mine|myself|we|us|our)\b/u;

/** A loss or an illness that somebody had, and no film's theme: told, not named. */
const OF_LOSS =
  /亡くな|亡くし|死ん(?:だ|じゃ|で)|死な(?:れ|せ)|(?:お?葬式|お?通夜|法事|四十九日)|余命|流産|死産|診断され|告知され|(?:病気|がん|ガン|癌)(?:にな|が見つ|と(?:言|い)われ)|\b(?:passed away|died|funeral|lost (?:my|our|his|her|a)|diagnosed|miscarriage|put (?:him|her|it) down|terminal)\b/u;

/** Suicide, one's own end, the last film: to be answered with care in any doubt. */
const OF_SUICIDE =
  /自殺|自死|死にた[いく]|しにたい|死ね[るま]|楽に死|死に方|死ぬ(?:前|方法)|首を?[吊つ]|練炭|リスカ|リストカット|遺書|最期に|(?:人生|この世)の?最後|最後に[観見み]|suicid(?!e squad)|\bkill(?:ing|s)? (?:myself|yourself|himself|herself|themselves|oneself)\b|\bmy last (?:night|day|evening|film|movie|one)\b|\bbefore i (?:die|go)\b|\bto watch last\b|\bend (?:my life|it all)\b|\bhang(?:ing|s)? (?:myself|yourself|himself|herself)\b|\bself[- ]?harm|\boverdos/u;

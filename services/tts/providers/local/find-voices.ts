import { accessSync, constants, existsSync, realpathSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";

/** Where the set-up puts the voice Mei (scripts/setup/voices.mjs). */
const OWN_MEI = join(import.meta.dirname, "..", "..", "voices", "mei");
/** Debian's package open-jtalk-mecab-naist-jdic. */
const DEBIAN_DICTIONARY = "/var/lib/mecab/dic/open-jtalk/naist-jdic";
const SLT = join("festival", "voices", "us", "cmu_us_slt_arctic_hts");

/** Open JTalk with its dictionary and the folder of Mei's voice files. */
export interface JapaneseVoice {
  readonly command: string;
  readonly dictionary: string;
  readonly mei: string;
}

/** Festival, where it has the voice slt. */
export interface EnglishVoice {
  readonly command: string;
}

/** What is installed of the voices that people like to hear. */
export interface Voices {
  readonly japanese?: JapaneseVoice;
  readonly english?: EnglishVoice;
}

/** Looks on PATH and at the places of Debian's packages, of Homebrew's and of the set-up. */
export function findVoices(path = process.env["PATH"] ?? "", ownMei = OWN_MEI): Voices {
  const japanese = findJapanese(path, ownMei);
  const english = findEnglish(path);
  return { ...(japanese !== undefined && { japanese }), ...(english !== undefined && { english }) };
}

function findJapanese(path: string, ownMei: string): JapaneseVoice | undefined {
  const command = findProgram("open_jtalk", path);
  if (command === undefined) return undefined;
  // Homebrew keeps the dictionary and Mei beside the program's bin.
  const home = join(dirname(command), "..");
  const dictionary = [DEBIAN_DICTIONARY, join(home, "dic")].find((folder) => existsSync(join(folder, "sys.dic")));
  const mei = [ownMei, join(home, "voice", "mei")].find((folder) => existsSync(join(folder, "mei_normal.htsvoice")));
  return dictionary === undefined || mei === undefined ? undefined : { command, dictionary, mei };
}

function findEnglish(path: string): EnglishVoice | undefined {
  const command = findProgram("festival", path);
  if (command === undefined) return undefined;
  const hasSlt = ["/usr/share", join(dirname(command), "..", "share")].some((share) => existsSync(join(share, SLT)));
  return hasSlt ? { command } : undefined;
}

/** The program's real absolute path. */
function findProgram(name: string, path: string): string | undefined {
  const found = path
    .split(delimiter)
    .filter((folder) => folder !== "")
    .map((folder) => join(folder, name))
    .find(isExecutable);
  return found === undefined ? undefined : realpathSync(found);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

import type { BannerLine } from "@guchi/platform/service/service.ts";
import type { Voices } from "./providers/local/find-voices.ts";

const ADVICE =
  process.platform === "darwin"
    ? "brew install open-jtalk"
    : "sudo apt-get install open-jtalk open-jtalk-mecab-naist-jdic festival festvox-us-slt-hts";

/** Who speaks where the voice is local, and how to get the better ones where one is missing. */
export function voiceLine({ japanese, english }: Voices): BannerLine {
  const speakers = [
    `${japanese === undefined ? "espeak-ng" : "Open JTalk with Mei"} (Japanese)`,
    `${english === undefined ? "espeak-ng" : "Festival with slt"} (English)`,
  ];
  const isBest = japanese !== undefined && (english !== undefined || process.platform === "darwin");
  return ["voice", `${speakers.join(", ")}${isBest ? "" : `; better ones: ${ADVICE}; node scripts/setup/mei.mjs`}`];
}

export const VOICE_NAME = "guchi";

/**
 * Our own voice for espeak-ng, in its voice variant format:
 * https://github.com/espeak-ng/espeak-ng/blob/master/docs/voices.md
 *
 * - `pitch`: base and peak in Hz; with the settings in voice.ts she speaks around 270 Hz, a bright
 *   young woman.
 * - `formant N frequency% height% width%`: a vocal tract a tenth shorter than the built-in man's;
 *   the upper formants are
 *   held low and wide, for they carry the metallic edge. An English speech recogniser
 * (pocketsphinx, 22 sentences, one run) mistook 64 % of the words with these and 84 % with a tract
 * a sixth shorter: a rough
 *   guide, as other small changes moved it by as much.
 * - `intonation 1`: in Japanese the pitch stays up until the accent and falls after it; the voice's
 *   own default (4) rises
 *   at the end of a statement, as if she were reading a list.
 * - `breath`, `flutter`: a little air and unevenness, against the flat machine tone.
 */
export const VOICE_FILE = `language variant
name guchi
gender female
pitch 215 315
intonation 1
flutter 3
roughness 0
voicing 95
consonants 80 85
breath 0 2 3 3 3 2 2 1
formant 0 105 90 150
formant 1 108 95 140
formant 2 110 85 130
formant 3 110 85 130
formant 4 109 80 130
formant 5 108 70 130
formant 6 110 60 130
formant 7 110 50 130
formant 8 110 50 130
`;

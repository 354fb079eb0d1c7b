import type { Call, Command } from "../command.ts";
import { CliError, EXIT, type ExitCode } from "../exit.ts";
import { bySettingsHere } from "../here.ts";
import { clean, fit } from "../text.ts";

/**
 * `movies import FILE`: films of a file into the store in DATA_DIR. It asks no API; Guchi may run
 * meanwhile.
 */
export const movies: Command = {
  usage: "import FILE",
  about: "Add films from JSONL or CSV; a killed run goes on",
  words: [2, 2],
  options: [],
  async run(call) {
    const [what, file] = call.args;
    if (what !== "import" || file === undefined)
      throw new CliError(EXIT.usage, "Usage: npx --no guchi movies import FILE");
    return bySettingsHere(() => importFile(file, call));
  },
};

async function importFile(file: string, { options, terminal, api }: Call): Promise<ExitCode> {
  // Not at the start of every command.
  const { importFilmsHere, progressText } = await import("../../../services/movies/import/import-here.ts");
  let last = { lines: 0, stored: 0, bad: 0, films: 0, bytes: 0, size: 0 };
  for await (const event of importFilmsHere(file, api.signal)) {
    if (event.type === "bad") terminal.tell(terminal.tint("yellow", clean(`line ${event.line} ${event.reason}`)));
    else {
      last = event;
      terminal.flash(fit(progressText(event), (terminal.columns ?? 80) - 1));
    }
  }
  const { lines, stored, bad, films, bytes, size } = last;
  if (options.json === true) terminal.print(JSON.stringify({ lines, stored, bad, films }));
  else
    terminal.print(
      `${stored} films of ${lines} lines stored, ${bad} bad lines left out; the store has ${films} films.`,
    );
  if (bytes < size) return EXIT.interrupted;
  return stored === 0 && bad > 0 ? EXIT.notWell : EXIT.ok;
}

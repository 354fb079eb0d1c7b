import type { SettingsProblem } from "@guchi/platform/config/settings.ts";
import { list } from "@guchi/platform/config/variables.ts";

/** The providers of a stage in their default order, each with the setting that it needs. */
type Needs = Readonly<Record<string, string | undefined>>;

/** The settings that a choice looks at: its list, and what the providers need. */
type Asked<Setting extends string, Known extends Needs> = {
  readonly [Name in Setting]: readonly (keyof Known & string)[] | undefined;
} & { readonly [Name in Exclude<Known[keyof Known], undefined>]: unknown };

/** Which providers a stage asks, and in which order. */
export interface Choice<Setting extends string, Known extends Needs> {
  /** The providers: those that the setting names, or those whose own setting is there. */
  of(settings: Asked<Setting, Known>): readonly (keyof Known & string)[];
  /** What is missing for a provider that the setting names. */
  problems(settings: Asked<Setting, Known>): readonly SettingsProblem[];
  /** The providers and why these, in one line without any secret. */
  text(settings: Asked<Setting, Known>): string;
}

/**
 * The choice that a setting such as TTS_PROVIDERS makes among the known providers. `known`: each
 * provider's name, and the setting without which it cannot be asked.
 */
export function chooseBy<const Setting extends string, const Known extends Needs>(
  setting: Setting,
  known: Known,
): Choice<Setting, Known> {
  const names = namesOf(known);
  const missing = (settings: Asked<Setting, Known>, name: keyof Known & string) => {
    const needed = known[name];
    return needed !== undefined && Reflect.get(settings, needed) === undefined ? needed : undefined;
  };
  const of = (settings: Asked<Setting, Known>) => {
    const listed: readonly (keyof Known & string)[] | undefined = settings[setting];
    return listed ?? names.filter((name) => missing(settings, name) === undefined);
  };
  return {
    of,
    problems: (settings) =>
      of(settings).flatMap((name) => {
        const needed = missing(settings, name);
        return needed === undefined
          ? []
          : [{ needed, text: `${needed} must be set, because ${setting} names ${name}` }];
      }),
    text: (settings) => {
      const chosen = of(settings);
      const why =
        settings[setting] === undefined ? whyDefault(chosen.map((name) => known[name])) : `${setting} says so`;
      return `${chosen.join(", ")}  (${why})`;
    },
  };
}

/** The variable of such a setting. */
export function providerList<const Names extends readonly string[]>(stage: string, ...names: Names) {
  return list(...names)({
    about: `Providers of ${stage}: ${names.join(", ")}; unset: those whose settings are there`,
    japanese: `${stage} のエンジン（${names.join("、")}）。未設定なら使えるもの全部`,
  });
}

function namesOf<Known extends Needs>(known: Known): readonly (keyof Known & string)[] {
  return Object.keys(known);
}

function whyDefault(needs: readonly (string | undefined)[]): string {
  const settings = [...new Set(needs)].filter((needed) => needed !== undefined);
  if (settings.length === 0) return "no key is set";
  return `${settings.join(", ")} ${settings.length === 1 ? "is" : "are"} set`;
}

import { ConfigError } from "./config-error.ts";
import { PLATFORM_SETTINGS, platformProblems } from "./platform-settings.ts";
import { stageVariables, type StageDefaults, type StageSettings } from "./stage-settings.ts";
import type { Variable } from "./variables.ts";

/** Environment variables by their names. */
export type Variables = Readonly<Record<string, Variable<unknown>>>;

/** What is read of variables; one without a default may be undefined. */
export type Values<Declared extends Variables> = {
  readonly [Name in keyof Declared]:
    | Exclude<ReturnType<Declared[Name]["read"]>, undefined>
    | (Declared[Name]["fallback"] extends string ? never : undefined);
};

/** The settings of a service: the platform's, its own, and its stages' by the stage's name. */
export type Settings<Own extends Variables = Variables> = Values<typeof PLATFORM_SETTINGS> &
  Values<Own> & { readonly stages: Readonly<Record<string, StageSettings>> };

/** What does not go together though each value is good. */
export interface SettingsProblem {
  /** The variable that is to be set; a problem of its own value is told instead. */
  readonly needed: string;
  /** One line that names it. */
  readonly text: string;
}

/** What a service declares of its environment, beside what every service reads. */
export interface Declaration<Own extends Variables = Variables> {
  /** Its own environment variables. */
  readonly settings?: Own;
  /** The stages that it works on, with what holds where the environment says nothing. */
  readonly stages?: Readonly<Record<string, StageDefaults>>;
  /** What does not go together. Values that are bad by themselves are undefined here. */
  settingsProblems?(settings: Settings<Own>): readonly SettingsProblem[];
}

/** Every variable of a service, its stages' included. */
export function variablesOf({ settings, stages = {} }: Declaration): Variables {
  const ofStages = Object.entries(stages).flatMap(([stage, defaults]) => {
    return Object.values(stageVariables(stage, defaults)).map(({ name, variable }) => [name, variable] as const);
  });
  return { ...PLATFORM_SETTINGS, ...settings, ...Object.fromEntries(ofStages) };
}

/**
 * The settings of a service from an environment. An empty value counts as unset, as in a copied
 * `.env.example`. Throws ConfigError with every bad one; a secret's value is not repeated in it.
 */
export function readSettings<Own extends Variables>(
  declaration: Declaration<Own>,
  environment: NodeJS.ProcessEnv = process.env,
): Settings<Own> {
  const { settings, problems } = look(declaration, environment);
  if (problems.length > 0) throw new ConfigError(problems);
  return settings;
}

/** What is wrong with the settings of several services, each line once. */
export function settingsProblems(
  declarations: readonly Declaration[],
  environment: NodeJS.ProcessEnv,
): readonly string[] {
  return [...new Set(declarations.flatMap((declaration) => look(declaration, environment).problems))];
}

function look<Own extends Variables>(declaration: Declaration<Own>, environment: NodeJS.ProcessEnv) {
  const bad = new Map<string, string>();
  const read = <Value>(name: string, variable: Variable<Value>): Value | undefined => {
    const given = environment[name]?.trim();
    const text = given === undefined || given === "" ? variable.fallback : given;
    const value = text === undefined ? undefined : variable.read(text);
    if (text !== undefined && value === undefined) bad.set(name, refusal(name, variable, text));
    return value;
  };
  const own = Object.entries<Variable<unknown>>({ ...PLATFORM_SETTINGS, ...declaration.settings });
  const stages = Object.entries(declaration.stages ?? {}).map(([stage, defaults]) => {
    const { concurrency, remoteConcurrency: remote, rateLimit } = stageVariables(stage, defaults);
    const remoteConcurrency = remote && (read(remote.name, remote.variable) ?? defaults.remoteConcurrency);
    const settings: StageSettings = {
      concurrency: read(concurrency.name, concurrency.variable) ?? defaults.concurrency,
      ...(remoteConcurrency !== undefined && { remoteConcurrency }),
      rateLimit: read(rateLimit.name, rateLimit.variable),
    };
    return [stage, settings] as const;
  });
  const values = own.map(([name, variable]) => [name, read(name, variable)] as const);
  const settings = { ...Object.fromEntries(values), stages: Object.fromEntries(stages) } as Settings<Own>;
  // What is missing since its value is bad is told of as that.
  const together = [...platformProblems(settings), ...(declaration.settingsProblems?.(settings) ?? [])];
  const apart = together.filter(({ needed }) => !bad.has(needed));
  return { settings, problems: [...bad.values(), ...apart.map(({ text }) => text)] };
}

function refusal(name: string, { expected, secret }: Variable<unknown>, text: string): string {
  return `${name} must be ${expected}${secret ? "" : `, not ${JSON.stringify(text.slice(0, 100))}`}`;
}

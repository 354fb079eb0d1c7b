import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { describe, it } from "node:test";
import { ConfigError, misspeltWarnings, readConfig, VARIABLES } from "./config.ts";
import type { Variable } from "./variables.ts";

const ENV_EXAMPLE = join(import.meta.dirname, "..", "..", "..", ".env.example");
const variables: readonly [string, Variable<unknown>][] = Object.entries(VARIABLES);

describe("readConfig", () => {
  it("gives the defaults for an empty environment", () => {
    const config = readConfig({});
    assert.equal(config.PORT, 3_000);
    assert.equal(config.HOST, "localhost");
    assert.equal(config.DATA_DIR, resolve(".data"));
    assert.equal(config.REDIS_URL, undefined);
    assert.equal(config.PUBLIC_BASE_URL, undefined);
    assert.equal(config.ADMIN_PASSWORD, undefined);
    assert.equal(config.MEDIA_URL_TTL, 86_400);
    assert.equal(config.JOB_TTL, 7 * 86_400);
    assert.equal(config.IMAGE_PROVIDERS, undefined);
    assert.equal(config.OPENAI_IMAGE_MODEL, "gpt-image-2.5-flare");
    assert.equal(config.DAILY_BUDGET_USD, undefined);
    assert.equal(config.TTS_CONCURRENCY, undefined);
    assert.equal(config.TTS_RATE_LIMIT, undefined);
  });

  it("counts an empty value as unset, and takes no notice of space around one", () => {
    assert.deepEqual(readConfig({ PORT: "", ADMIN_PASSWORD: "  " }), readConfig({}));
    assert.equal(readConfig({ PORT: " 8080 " }).PORT, 8_080);
  });

  it("reads good values", () => {
    const read: readonly [keyof typeof VARIABLES, string, unknown][] = [
      ["PORT", "0", 0],
      ["PORT", "65535", 65_535],
      ["PUBLIC_BASE_URL", "https://guchi.example/app/", "https://guchi.example/app"],
      ["TRUST_PROXY", "10.0.0.7, 192.168.0.0/16,fd00::/8", ["10.0.0.7", "192.168.0.0/16", "fd00::/8"]],
      ["TRUST_PROXY", "loopback", ["127.0.0.0/8", "::1"]],
      ["DATA_DIR", "/data", "/data"],
      ["REDIS_URL", "redis://redis:6379", "redis://redis:6379"],
      ["REDIS_URL", "rediss://user:pass@host/1", "rediss://user:pass@host/1"],
      ["REDIS_URL", "unix:///run/redis.sock", "unix:///run/redis.sock"],
      ["JOB_TTL", "90s", 90],
      ["JOB_TTL", "15m", 900],
      ["JOB_TTL", "12h", 43_200],
      ["JOB_TTL", "3600", 3_600],
      ["TTS_CONCURRENCY", "1000", 1_000],
      ["TTS_RATE_LIMIT", "50/60", { jobs: 50, seconds: 60 }],
      ["TIME_ZONE", "America/Los_Angeles", "America/Los_Angeles"],
      ["TTS_PROVIDERS", "local", ["local"]],
      ["DAILY_BUDGET_USD", "0", 0],
      ["DAILY_BUDGET_USD", "2.50", 2.5],
      ["LOG_LEVEL", "silent", "silent"],
      ["MEDIA_MAX_BYTES", "500MB", 500_000_000],
      ["MEDIA_MAX_BYTES", "1.5TB", 1_500_000_000_000],
    ];
    for (const [name, given, expected] of read) assert.deepEqual(readConfig({ [name]: given })[name], expected, name);
  });

  it("says in one line which variable is bad and what it should be", () => {
    const bad: readonly [keyof typeof VARIABLES, readonly string[]][] = [
      ["PORT", ["high", "65536", "-1", "3000.5", "3e3"]],
      ["PUBLIC_BASE_URL", ["guchi.example", "ftp://guchi.example", "https://guchi.example/?a=b"]],
      ["TRUST_PROXY", ["true", "1", "10.0.0.0/33", "10.0.0.0/0", "10.0.0", "fd00::/129", "10.0.0.1,"]],
      ["MEDIA_STORE", ["floppy"]],
      ["MEDIA_URL_TTL", ["59s", "8d", "1w", "24 h"]],
      ["JOB_TTL", ["366d", "0"]],
      ["LOG_LEVEL", ["loud", "INFO"]],
      ["MEDIA_MAX_BYTES", ["0GB", "20", "20gb", "-1GB", "20 GB"]],
      ["TIME_ZONE", ["Mars/Olympus"]],
      ["SENTIMENT_PROVIDERS", ["local,local", "nobody", "local,"]],
      ["DAILY_BUDGET_USD", ["-1", "1e3", "5 USD", "0.0000001", ".5"]],
      ["PERSONA_CONCURRENCY", ["0", "1001"]],
      ["REPLY_RATE_LIMIT", ["0/60", "50", "50/0", "50/60/1"]],
    ];
    for (const [name, values] of bad) {
      for (const value of values) {
        const { message } = refusal({ [name]: value });
        assert.equal(message, `${name} must be ${VARIABLES[name].expected}, not ${JSON.stringify(value)}`);
        assert.equal(message.split("\n").length, 1);
      }
    }
  });

  it("refuses a list that names an engine without its key, in one line that names the missing one", () => {
    const refused: readonly [environment: NodeJS.ProcessEnv, message: string][] = [
      [{ IMAGE_PROVIDERS: "openai,local" }, "OPENAI_API_KEY must be set, because IMAGE_PROVIDERS names openai"],
      [{ TTS_PROVIDERS: "openai-realtime" }, "OPENAI_API_KEY must be set, because TTS_PROVIDERS names openai-realtime"],
      [{ TTS_PROVIDERS: "voicevox,local" }, "VOICEVOX_URL must be set, because TTS_PROVIDERS names voicevox"],
      [
        { SENTIMENT_PROVIDERS: "azure" },
        "AZURE_LANGUAGE_ENDPOINT must be set, because SENTIMENT_PROVIDERS names azure",
      ],
      [
        { AZURE_LANGUAGE_KEY: "0123456789abcdef" },
        "AZURE_LANGUAGE_ENDPOINT must be set, because AZURE_LANGUAGE_KEY is",
      ],
    ];
    for (const [environment, message] of refused) assert.equal(refusal(environment).message, message);
    assert.doesNotThrow(() => readConfig({ OPENAI_API_KEY: "sk-1", IMAGE_PROVIDERS: "openai" }));
  });

  it("tells of all bad values at once, a line each", () => {
    const { message, problems } = refusal({ PORT: "x", VOICEVOX_URL: "y", TTS_PROVIDERS: "voicevox", JOB_TTL: "z" });
    assert.deepEqual(
      problems.map((problem) => problem.split(" ")[0]),
      ["PORT", "JOB_TTL", "VOICEVOX_URL"],
    );
    assert.equal(message, problems.join("\n"));
  });

  it("refuses a name in .env that looks misspelt, and names the right one", () => {
    const meant: Readonly<Record<string, string>> = {
      API_KEY: "API_KEYS",
      JOB_TLL: "JOB_TTL",
      PROT: "PORT",
      OPENAI_APIKEY: "OPENAI_API_KEY",
      LOG_LEVL: "LOG_LEVEL",
      DATA_KEYS: "DATA_KEY",
      api_keys: "API_KEYS",
    };
    const refused = refusalOf(() => readConfig({}, Object.keys(meant)));
    assert.deepEqual(
      refused.problems,
      Object.entries(meant).map(([wrong, right]) => `${wrong} in .env is no setting of Guchi; ${right} is`),
    );
    const others = [
      "PATH",
      "HOME",
      "TZ",
      "NODE_ENV",
      "GUCHI_API_KEY",
      "AZURE_TENANT_ID",
      "COMPOSE_FILE",
      "POSTGRES_URL",
    ];
    assert.doesNotThrow(() => readConfig({}, [...Object.keys(VARIABLES), ...others]));
  });

  it("only warns of such a name in the environment, where it may be for others", () => {
    assert.doesNotThrow(() => readConfig({ API_KEY: "x" }));
    assert.deepEqual(misspeltWarnings({ API_KEY: "x", PATH: "/bin" }), [
      "API_KEY is set, and is no setting of Guchi; API_KEYS is",
    ]);
  });

  it("keeps a bad value to one short line, whatever it holds", () => {
    const { message } = refusal({ LOG_LEVEL: `a\nb${"c".repeat(10_000)}` });
    assert.match(message, /^LOG_LEVEL must be .*, not "a\\nbc+"$/);
    assert.ok(message.length < 250);
  });

  it("never repeats a secret", () => {
    assert.equal(refusal({ ADMIN_PASSWORD: "a" }).message, "ADMIN_PASSWORD must be at least 12 characters");
    assert.equal(refusal({ API_KEYS: "short" }).message, `API_KEYS must be ${VARIABLES.API_KEYS.expected}`);
    for (const secret of ["http://user:hunter2@redis", "redis://:hunter2@redis/abc", "redis://:hunter2@redis/1/2"]) {
      assert.equal(refusal({ REDIS_URL: secret }).message, `REDIS_URL must be ${VARIABLES.REDIS_URL.expected}`);
    }
    for (const [name, variable] of variables) {
      if (/PASSWORD|SECRET|TOKEN|KEY|REDIS_URL/.test(name)) assert.equal(variable.secret, true, `${name} is a secret`);
    }
  });
});

describe("VARIABLES", () => {
  it("has defaults that are good values", () => {
    for (const [name, { fallback, read }] of variables) {
      if (fallback !== undefined) assert.notEqual(read(fallback), undefined, name);
    }
  });

  it("is what .env.example lists, with the same words and defaults, all commented out", async () => {
    const text = await readFile(ENV_EXAMPLE, "utf8");
    const listed = [...text.matchAll(/^# (.*)\n# ([A-Z][A-Z0-9_]*)=(.*)$/gm)].map(
      ([, about = "", name = "", value = ""]) => ({ name, about, value }),
    );
    const known = variables.map(([name, { about, fallback }]) => ({ name, about, value: fallback ?? "" }));
    assert.deepEqual(listed.toSorted(byName), known.toSorted(byName));
    assert.deepEqual(
      text.split("\n").filter((line) => line !== "" && !line.startsWith("#")),
      [],
      "a line that is not commented out would be a setting of everyone who copies the file",
    );
  });
});

describe("the README's table of settings", () => {
  for (const file of ["README.md", "README.ja.md"]) {
    it(`lists every variable with its default: ${file}`, async () => {
      const text = await readFile(new URL(`../../../${file}`, import.meta.url), "utf8");
      const listed = [...text.matchAll(/^\| `([A-Z][A-Z0-9_]*)` *\| ([^|]*?) *\|/gm)].map(
        ([, name = "", value = ""]) => [name, value.replaceAll("`", "").trim()],
      );
      const known = variables.map(([name, { fallback }]) => [name, fallback ?? ""]);
      assert.deepEqual(Object.fromEntries(listed), Object.fromEntries(known));
    });
  }
});

function byName(a: { name: string }, b: { name: string }): number {
  return a.name.localeCompare(b.name);
}

function refusal(environment: NodeJS.ProcessEnv): ConfigError {
  return refusalOf(() => readConfig(environment));
}

function refusalOf(read: () => unknown): ConfigError {
  try {
    read();
  } catch (error) {
    assert.ok(error instanceof ConfigError);
    return error;
  }
  return assert.fail("it was taken");
}

import assert from "node:assert/strict";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { before, describe, it } from "node:test";
import { ConfigError } from "../shared/platform/config/config-error.ts";
import { misspeltProblems, misspeltWarnings } from "../shared/platform/config/misspelt.ts";
import { readSettings, settingsProblems, variablesOf } from "../shared/platform/config/settings.ts";
import { makeAuthority } from "../shared/chain/testing/certificates.ts";
import { loadInstallation, type Loaded } from "../shared/platform/service/load.ts";

describe("the settings of all services", () => {
  let loaded: Loaded;
  before(async () => {
    loaded = await loadInstallation();
  });

  const read = (environment: NodeJS.ProcessEnv) => readSettings({ settings: loaded.variables }, environment);
  const expected = (name: string) => loaded.variables[name]?.expected;
  const names = () => Object.keys(loaded.variables);
  /** What refuses the start of all services. */
  const problems = (environment: NodeJS.ProcessEnv) => {
    const services = loaded.services.map(({ service }) => service);
    return settingsProblems(services, environment);
  };

  it("gives the defaults for an empty environment", () => {
    const config = read({});
    assert.equal(config["PORT"], 3_000);
    assert.equal(config["HOST"], "localhost");
    assert.equal(config["DATA_DIR"], resolve(".data"));
    assert.equal(config["REDIS_URL"], undefined);
    assert.equal(config["PUBLIC_BASE_URL"], undefined);
    assert.equal(config["ADMIN_PASSWORD"], undefined);
    assert.equal(config["MEDIA_URL_TTL"], 86_400);
    assert.equal(config["JOB_TTL"], 7 * 86_400);
    assert.equal(config["IMAGEGEN_PROVIDERS"], undefined);
    assert.equal(config["OPENAI_IMAGE_MODEL"], "gpt-image-2.5-flare");
    assert.equal(config["DAILY_BUDGET_USD"], undefined);
    assert.equal(config["TTS_CONCURRENCY"], 2);
    assert.equal(config["TTS_RATE_LIMIT"], undefined);
  });

  it("counts an empty value as unset, and takes no notice of space around one", () => {
    assert.deepEqual(read({ PORT: "", ADMIN_PASSWORD: "  " }), read({}));
    assert.equal(read({ PORT: " 8080 " })["PORT"], 8_080);
  });

  it("reads good values", () => {
    const good: readonly [name: string, given: string, value: unknown][] = [
      ["PORT", "0", 0],
      ["PORT", "65535", 65_535],
      ["PUBLIC_BASE_URL", "https://guchi.example/app/", "https://guchi.example/app"],
      ["PUBLIC_BASE_URL", "https://愚痴.example/ねこ/", "https://xn--ugu177b.example/%E3%81%AD%E3%81%93"],
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
      ["MEDIA_STORE", "s3", "s3"],
      ["S3_ENDPOINT", "http://minio:9000/", "http://minio:9000"],
      ["MEDIA_MAX_BYTES", "500MB", 500_000_000],
      ["MEDIA_MAX_BYTES", "1.5TB", 1_500_000_000_000],
    ];
    for (const [name, given, value] of good) assert.deepEqual(read({ [name]: given })[name], value, name);
  });

  it("says in one line which variable is bad and what it should be", () => {
    const bad: readonly [name: string, values: readonly string[]][] = [
      ["PORT", ["high", "65536", "-1", "3000.5", "3e3"]],
      [
        "PUBLIC_BASE_URL",
        ["guchi.example", "ftp://guchi.example", "https://guchi.example/?a=b", "https://guchi.example/#a"],
      ],
      ["TRUST_PROXY", ["true", "1", "10.0.0.0/33", "10.0.0.0/0", "10.0.0", "fd00::/129", "10.0.0.1,"]],
      ["UNCLEAR_PICTURES", ["floppy"]],
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
        const line = `${name} must be ${expected(name)}, not ${JSON.stringify(value)}`;
        assert.deepEqual(problems({ [name]: value }), [line]);
        assert.equal(line.split("\n").length, 1);
      }
    }
  });

  it("refuses a list that names an engine without its key, in one line that names the missing one", () => {
    const refused: readonly [environment: NodeJS.ProcessEnv, message: string][] = [
      [{ IMAGEGEN_PROVIDERS: "openai,local" }, "OPENAI_API_KEY must be set, because IMAGEGEN_PROVIDERS names openai"],
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
    for (const [environment, line] of refused) assert.deepEqual(problems(environment), [line]);
    assert.deepEqual(problems({ OPENAI_API_KEY: "sk-1", IMAGEGEN_PROVIDERS: "openai" }), []);
  });

  it("refuses an S3 store without its bucket, and half a key to it", () => {
    const s3 = { MEDIA_STORE: "s3", S3_BUCKET: "media" };
    assert.deepEqual(problems({ MEDIA_STORE: "s3" }), ["S3_BUCKET must be set with MEDIA_STORE=s3"]);
    assert.deepEqual(problems({ ...s3, S3_ACCESS_KEY_ID: "id" }), [
      "S3_SECRET_ACCESS_KEY must be set, since S3_ACCESS_KEY_ID is",
    ]);
    assert.deepEqual(problems({ ...s3, S3_SECRET_ACCESS_KEY: "secret" }), [
      "S3_ACCESS_KEY_ID must be set, since S3_SECRET_ACCESS_KEY is",
    ]);
    assert.deepEqual(problems({ ...s3, S3_ACCESS_KEY_ID: "id", S3_SECRET_ACCESS_KEY: "secret" }), []);
    assert.deepEqual(problems(s3), [], "the SDK finds a role's key by itself");
  });

  it("gives the key of the S3 store to those alone who keep or give media", () => {
    const readers = loaded.services.filter(({ service }) =>
      Object.hasOwn(variablesOf(service), "S3_SECRET_ACCESS_KEY"),
    );
    assert.deepEqual(readers.map(({ service }) => service.name).toSorted(), ["gateway", "imagegen", "line", "tts"]);
  });

  it("tells of all bad values at once, a line each", () => {
    const found = problems({ PORT: "x", VOICEVOX_URL: "y", TTS_PROVIDERS: "voicevox", JOB_TTL: "z", TIME_ZONE: "t" });
    assert.deepEqual(
      found.map((problem) => problem.split(" ")[0]),
      ["JOB_TTL", "PORT", "TIME_ZONE", "VOICEVOX_URL"],
    );
    const error = new ConfigError(found);
    assert.deepEqual([error.message, error.problems], [found.join("\n"), found]);
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
    assert.deepEqual(
      misspeltProblems(Object.keys(meant), names()),
      Object.entries(meant).map(([wrong, right]) => `${wrong} in .env is not a Guchi setting; did you mean ${right}?`),
    );
    const others = [
      "PATH",
      "HOME",
      "TZ",
      "NODE_ENV",
      "GUCHI_API_KEY",
      "AZURE_AUTHORITY_HOST",
      "COMPOSE_FILE",
      "POSTGRES_URL",
    ];
    assert.deepEqual(misspeltProblems([...names(), ...others], names()), []);
  });

  it("only warns of such a name in the environment, where it may be for others", () => {
    assert.deepEqual(problems({ API_KEY: "x" }), []);
    assert.deepEqual(misspeltWarnings({ API_KEY: "x", PATH: "/bin" }, names()), [
      "API_KEY is set but is not a Guchi setting; did you mean API_KEYS?",
    ]);
  });

  it("keeps a bad value to one short line, whatever it holds", () => {
    const [message = "", ...others] = problems({ LOG_LEVEL: `a\nb${"c".repeat(10_000)}` });
    assert.match(message, /^LOG_LEVEL must be .*, not "a\\nbc+"$/);
    assert.ok(message.length < 250 && others.length === 0);
  });

  it("wants a certificate with its key, and a rediss:// Redis for both", async (t) => {
    const dir = await mkdtemp(join(tmpdir(), "guchi-settings-"));
    t.after(() => rm(dir, { recursive: true }));
    const { ca, client, server } = await makeAuthority(dir);
    const REDIS_URL = "rediss+cluster://a,b";
    assert.deepEqual(
      problems({ REDIS_URL, REDIS_CA_FILE: ca, REDIS_CERT_FILE: client.cert, REDIS_KEY_FILE: client.key }),
      [],
    );
    assert.deepEqual(problems({ REDIS_URL: "redis://a", REDIS_CA_FILE: ca }), [
      "REDIS_URL must be a rediss:// one where REDIS_CA_FILE is set",
    ]);
    assert.deepEqual(problems({ REDIS_URL, REDIS_CERT_FILE: client.cert }), [
      "REDIS_KEY_FILE must be set where REDIS_CERT_FILE is",
    ]);
    assert.deepEqual(problems({ REDIS_URL, REDIS_CERT_FILE: client.cert, REDIS_KEY_FILE: server.key }), [
      "REDIS_KEY_FILE must be the private key of REDIS_CERT_FILE, without a passphrase",
    ]);
  });

  it("never repeats a secret", () => {
    assert.deepEqual(problems({ ADMIN_PASSWORD: "a" }), ["ADMIN_PASSWORD must be at least 12 characters"]);
    assert.deepEqual(problems({ API_KEYS: "short" }), [`API_KEYS must be ${expected("API_KEYS")}`]);
    for (const secret of ["http://user:hunter2@redis", "redis://:hunter2@redis/abc", "redis://:hunter2@redis/1/2"]) {
      assert.deepEqual(problems({ REDIS_URL: secret }), [`REDIS_URL must be ${expected("REDIS_URL")}`]);
    }
    for (const [name, variable] of Object.entries(loaded.variables)) {
      if (/PASSWORD|SECRET|TOKEN|KEY(?!_FILE)|REDIS_URL/.test(name))
        assert.equal(variable.secret, true, `${name} is a secret`);
    }
  });

  it("has defaults that are good values", () => {
    for (const [name, { fallback, read }] of Object.entries(loaded.variables)) {
      if (fallback !== undefined) assert.notEqual(read(fallback), undefined, name);
    }
  });

  it("has one scheme of names: each stage its CONCURRENCY and RATE_LIMIT, and its own with its name before it", () => {
    for (const { service } of loaded.services) {
      for (const [stage, { remoteConcurrency }] of Object.entries(service.stages ?? {})) {
        const ends = ["CONCURRENCY", "RATE_LIMIT", ...(remoteConcurrency === undefined ? [] : ["REMOTE_CONCURRENCY"])];
        for (const end of ends) assert.ok(names().includes(`${inCapitals(stage)}_${end}`));
      }
    }
    const stages = new Set(loaded.installation.stages.map(inCapitals));
    for (const name of names()) {
      const [, stage] = /^(.*?)_(?:(?:REMOTE_)?CONCURRENCY|RATE_LIMIT|PROVIDERS|CALL_TIMEOUT)$/.exec(name) ?? [];
      if (stage !== undefined && name !== "API_RATE_LIMIT") assert.ok(stages.has(stage), name);
    }
  });
});

function inCapitals(stage: string): string {
  return stage.toUpperCase().replaceAll("-", "_");
}

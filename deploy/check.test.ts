import assert from "node:assert/strict";
import { join } from "node:path";
import { before, describe, it } from "node:test";
import { deployProblems, readRepository } from "./check.ts";
import type { Repository } from "./check/repository.ts";

const notTime = (field: string) =>
  String.raw`docker-compose.yml: /services/redis/${field} must match pattern "/^(\d+(ms|s|m|h))+$/"`;

describe("the check of the deployment files", () => {
  let good: Repository;

  before(async () => {
    good = await readRepository(join(import.meta.dirname, ".."));
  });

  /** What it says when one text of the real files is another. */
  const changed = (file: "compose" | "dockerfile" | "dockerignore", from: string | RegExp, to: string) => {
    const text = good[file].replace(from, to);
    assert.notEqual(text, good[file], `${String(from)} is in the file`);
    return deployProblems({ ...good, [file]: text });
  };

  it("finds nothing in the files of this repository", () => {
    assert.deepEqual(deployProblems(good), []);
    assert.ok(good.workspaces.length >= 9);
  });

  it("finds a compose file that is no YAML, and one in forms that we do not use", () => {
    assert.match(changed("compose", "services:\n", "services: [\n")[0] ?? "", /^docker-compose\.yml: is not YAML/);
    assert.deepEqual(changed("compose", "    internal: true\n", "    internal: maybe\n"), [
      "docker-compose.yml: /networks/redis/internal must be true or false",
    ]);
  });

  it("finds a time that Docker cannot read", () => {
    assert.deepEqual(changed("compose", "stop_grace_period: 30s", "stop_grace_period: 30 seconds"), [
      notTime("stop_grace_period"),
    ]);
    assert.deepEqual(changed("compose", "interval: 5s", 'interval: "5"'), [notTime("healthcheck/interval")]);
  });

  it("finds a command or a health check whose file does not exist", () => {
    const misspelt = changed("compose", 'command: ["services/tts/main.ts"]', 'command: ["services/tts/mein.ts"]');
    assert.equal(misspelt[0], "docker-compose.yml: tts runs services/tts/mein.ts, which does not exist");
    assert.equal(misspelt.at(-1), "docker-compose.yml: no service runs services/tts/main.ts");
    assert.deepEqual(changed("compose", '["CMD-SHELL", "find', '["CMD", "node", "health.ts", "find').slice(0, 1), [
      "docker-compose.yml: gateway runs health.ts, which does not exist",
    ]);
    assert.deepEqual(changed("compose", 'command: ["services/gateway/main.ts"]', "tty: false"), [
      "docker-compose.yml: /services/gateway/command is missing",
    ]);
  });

  it("finds a variable that Guchi does not read, and a value that it would refuse", () => {
    const unknown = changed("compose", "HOST: 0.0.0.0", "HOTS: 0.0.0.0");
    assert.deepEqual(unknown, [
      "docker-compose.yml: gateway sets HOTS, which it does not read",
      "docker-compose.yml: gateway does not pass HOST on, which it reads",
    ]);
    assert.match(
      changed("compose", 'PORT: "3000"', "PORT: http").join(),
      /gateway sets PORT, which must be a whole number/,
    );
    assert.deepEqual(changed("compose", "${PORT:-3000}", "${PROT:-3000}"), [
      "docker-compose.yml: reads PROT, which is not a variable of Guchi",
    ]);
    const asList = changed(
      "compose",
      /environment: &environment\n(    .*\n)+?(?=  read_only)/,
      'environment: &environment { HOTS: "1" }\n',
    );
    assert.ok(asList.includes("docker-compose.yml: tts sets HOTS, which it does not read"));
  });

  it("finds a variable of others in a service, and one that it is not given", () => {
    const given = (name: string) =>
      changed("compose", "      VOICEVOX_URL:\n", `      VOICEVOX_URL:\n      ${name}:\n`).map((problem) =>
        problem.replace("docker-compose.yml: ", ""),
      );
    for (const name of ["API_KEYS", "LINE_CHANNEL_ACCESS_TOKEN", "AZURE_LANGUAGE_KEY", "REDIS_PASSWORT"]) {
      assert.deepEqual(given(name), [`tts sets ${name}, which it does not read`]);
    }
    assert.deepEqual(changed("compose", "      VOICEVOX_URL:\n", ""), [
      "docker-compose.yml: tts does not pass VOICEVOX_URL on, which it reads",
    ]);
    const without = changed("compose", "    DATA_KEY:\n", "");
    assert.deepEqual(
      without,
      [...good.services.keys()].map((file) => {
        const [, name] = file.split("/");
        return `docker-compose.yml: ${name} does not pass DATA_KEY on, which it reads`;
      }),
    );
  });

  it("finds a neighbour or a volume that is not there", () => {
    assert.ok(
      changed("compose", "depends_on:\n    redis:", "depends_on:\n    rediss:").includes(
        "docker-compose.yml: tts waits for rediss, which is not there",
      ),
    );
    assert.deepEqual(changed("compose", '["redis:/data"]', '["radish:/data"]'), [
      "docker-compose.yml: redis uses the volume radish, which is not declared",
    ]);
  });

  it("finds a service without limits, and an image that floats", () => {
    const unlimited = changed("compose", "  mem_limit: 1g\n", "");
    assert.ok(unlimited.includes("docker-compose.yml: /services/tts/mem_limit is missing"), unlimited.join("\n"));
    assert.deepEqual(changed("compose", "    pids_limit: 64\n", ""), [
      "docker-compose.yml: /services/redis/pids_limit is missing",
    ]);
    assert.deepEqual(changed("compose", /image: redis:.*/, "image: redis:8.2"), [
      "docker-compose.yml: redis has the image redis:8.2, which is not named by its digest",
    ]);
  });

  it("finds a Redis that others than the services can reach", () => {
    assert.deepEqual(changed("compose", /      - --requirepass\n.*\n/, ""), [
      "docker-compose.yml: redis has no --requirepass",
    ]);
    assert.deepEqual(changed("compose", "    internal: true\n", "    internal: false\n"), [
      "docker-compose.yml: redis is in the network redis, which is not internal",
    ]);
    assert.deepEqual(changed("compose", "    networks: [redis] #", "    networks: [default] #"), [
      "docker-compose.yml: redis is in the network default, which is not internal",
    ]);
    assert.deepEqual(
      changed("compose", "    networks: [redis] #", '    ports: ["6379:6379"]\n    networks: [redis] #'),
      ["docker-compose.yml: redis publishes a port"],
    );
    assert.deepEqual(changed("compose", "networks: [default, redis]", "networks: [default, radish]").length > 0, true);
  });

  it("finds a service that nobody runs", () => {
    const problems = deployProblems({
      ...good,
      services: new Map([...good.services, ["services/nobody/main.ts", {}]]),
    });
    assert.deepEqual(problems, ["docker-compose.yml: no service runs services/nobody/main.ts"]);
  });

  it("finds a workspace that the image lacks", () => {
    const without = changed("dockerfile", /COPY services .\/services\n/g, "");
    assert.ok(
      without.includes("Dockerfile: does not copy services/tts/package.json, so npm ci does not know the workspace"),
    );
  });

  it("finds a Dockerfile that does not parse", () => {
    assert.deepEqual(changed("dockerfile", "COPY shared ./shared", "COPPY shared ./shared"), [
      "Dockerfile: has the instruction COPPY",
    ]);
  });

  it("finds a COPY of what does not exist or is kept out of the build", () => {
    assert.deepEqual(changed("dockerfile", "COPY shared ./shared", "COPY sharde ./shared"), [
      "Dockerfile: copies sharde, which does not exist",
    ]);
    const keptOut = changed("dockerignore", "!shared\n", "");
    assert.ok(keptOut.includes("Dockerfile: copies shared, which .dockerignore keeps out"));
    assert.ok(
      changed("dockerignore", "!services\n", "").includes("Dockerfile: copies services, which .dockerignore keeps out"),
    );
  });

  it("finds an image that runs as root, or that floats", () => {
    const noUser = ["Dockerfile: the final stage has no USER, so it runs as root"];
    assert.deepEqual(changed("dockerfile", "USER node\n", ""), noUser);
    assert.deepEqual(changed("dockerfile", /USER node\n([^]*)/, "$1USER root\n"), [
      "Dockerfile: the final stage runs as root",
    ]);
    assert.deepEqual(changed("dockerfile", "USER node", "USER 0:0"), ["Dockerfile: the final stage runs as 0:0"]);
    assert.deepEqual(
      deployProblems({
        ...good,
        dockerfile: good.dockerfile.replace("USER node\n", "").replace("WORKDIR /app", "USER node\nWORKDIR /app"),
      }),
      noUser,
      "the USER of another stage does not count",
    );
    assert.deepEqual(changed("dockerfile", /FROM node:\S+/, "FROM node:24.21"), [
      "Dockerfile: starts from node:24.21, which is not named by its digest",
    ]);
  });

  it("finds a CMD whose file does not exist", () => {
    assert.deepEqual(changed("dockerfile", 'CMD ["services/gateway/main.ts"]', 'CMD ["gateway.ts"]'), [
      "Dockerfile: runs gateway.ts, which does not exist",
    ]);
    assert.deepEqual(changed("dockerfile", /CMD .*\n/, ""), ['Dockerfile: has no CMD ["…"] that names a file']);
  });
});

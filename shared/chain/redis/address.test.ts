import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { parseRedisUrl } from "./address.ts";

const plain = { tls: false };

describe("the URL of a Redis", () => {
  const good: readonly [url: string, address: object][] = [
    ["unix:///run/redis%20a.sock", { kind: "socket", path: "/run/redis a.sock" }],
    ["redis://h", { kind: "server", ...plain, host: "h", port: 6379, database: 0 }],
    ["redis://h:6379/", { kind: "server", ...plain, host: "h", port: 6379, database: 0 }],
    [
      "rediss://u%40x:p%3aw@[::1]:7/3",
      { kind: "server", tls: true, username: "u@x", password: "p:w", host: "::1", port: 7, database: 3 },
    ],
    ["redis://:p@h/0", { kind: "server", ...plain, password: "p", host: "h", port: 6379, database: 0 }],
    [
      "redis+cluster://u:p@a:7000,[fd00::1],c:7002/0",
      {
        kind: "cluster",
        ...plain,
        username: "u",
        password: "p",
        nodes: [
          { host: "a", port: 7000 },
          { host: "fd00::1", port: 6379 },
          { host: "c", port: 7002 },
        ],
      },
    ],
    [
      "rediss+sentinel://:p@a,b:5000/my%2fmaster/2?sentinelUsername=s&sentinelPassword=q%26",
      {
        kind: "sentinel",
        tls: true,
        password: "p",
        sentinels: [
          { host: "a", port: 26379 },
          { host: "b", port: 5000 },
        ],
        name: "my/master",
        database: 2,
        sentinelUsername: "s",
        sentinelPassword: "q&",
      },
    ],
  ];
  for (const [url, address] of good) it(`${url} is understood`, () => assert.deepEqual(parseRedisUrl(url), address));

  const bad = [
    "redis://",
    "redis://a,b",
    "redis://h/a",
    "redis://h/0/1",
    "redis://h:0",
    "redis://h:99999",
    "redis://%zz@h",
    "redis://h?x=1",
    "redis+sentinel://a,b",
    "redis+sentinel://a,,b/NAME",
    "redis+sentinel://a/NAME?password=x",
    "redis+cluster://a,b/1",
    "redis+cluster://a/NAME",
    "http://h",
    "unix://",
    "nonsense",
  ];
  for (const url of bad) it(`${url} is none`, () => assert.equal(parseRedisUrl(url), undefined));
});

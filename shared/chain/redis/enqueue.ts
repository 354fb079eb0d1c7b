import { createRequire } from "node:module";
import Type from "typebox";
import { parseAs } from "../schema.ts";

const Scripts = Type.Object({ addStandardJob: Type.Object({ content: Type.String() }) });
// It has no types of its own, and lies elsewhere once what it gets has changed: its name counts
// its keys.
const bullmqScripts: unknown = createRequire(import.meta.url)("bullmq/dist/cjs/scripts/addStandardJob-9.js");
const { addStandardJob } = parseAs(Scripts, bullmqScripts);

/**
 * Lua: `enqueue(list, from, name, at)` adds to queues within a script of ours, so that a record and
 * what follows from it change in one step. It is BullMQ's own script as a function: what it gets is
 * said at the script's top, and enqueue.test.ts holds it to what `Queue.add` makes.
 *
 * It would unpack its arguments from MessagePack; here they are tables already.
 *
 * `list`: `from` here on, the prefix of a queue's keys, the entry's id and its data, in turn. An
 * entry that is there stays. Only where all keys are on one server.
 */
export const ENQUEUE = `
local asTheyAre = { unpack = function(given) return given end }
local function addStandardJob(KEYS, ARGV, cmsgpack)
${addStandardJob.content}
end
local function enqueue(list, from, name, at)
  for i = from, #list, 3 do
    local queue, id = list[i], list[i + 1]
    addStandardJob({
      queue .. 'wait', queue .. 'paused', queue .. 'meta', queue .. 'id', queue .. 'completed',
      queue .. 'delayed', queue .. 'active', queue .. 'events', queue .. 'marker',
    }, { { queue, id, name, at }, list[i + 2], { jobId = id, attempts = 0 } }, asTheyAre)
  end
end
`;

import Type from "typebox";
import { checkPipeline } from "../../shared/chain/pipeline.ts";
import { defineContract, defineStage } from "../../shared/chain/stage.ts";
import { setTimeout as sleep } from "node:timers/promises";

const Input = Type.Object({ text: Type.String() });
const Output = Type.Object({ ok: Type.Boolean() });

const contracts = Array.from({ length: 4 }, (_, index) =>
  defineContract({ name: `scale-${index}`, input: Input, output: Output }),
);

/** Four stages in a row, each of which waits for a provider. */
export const pipeline = checkPipeline({
  name: "scale",
  about: "four stages that wait",
  input: Input,
  output: Output,
  steps: contracts.map((stage) => ({ stage })),
});

/** The work of its stages. */
export function waitingStages(providerMs: number, concurrency: number) {
  return contracts.map((contract) =>
    defineStage(contract, {
      retry: { attempts: 3, backoffMs: 100, maxBackoffMs: 1_000 },
      timeoutMs: 10_000,
      concurrency,
      run: async () => {
        await sleep(providerMs);
        return { ok: true };
      },
    }),
  );
}

import assert from "node:assert/strict";
import { describe, it } from "node:test";
import Type from "typebox";
import { type Language, PersonaResult } from "@guchi/contracts/guchi.ts";
import { fits } from "@guchi/chain/schema.ts";
import { testAnyProvider } from "@guchi/providers/testing/provider.suite.ts";
import { testCall } from "@guchi/providers/testing/stage-context.ts";
import type { PersonaProvider, PersonaRequest } from "./provider.ts";

/** What the stage takes: its own result, and the subject for her memory. */
export const Composed = Type.Object(
  { ...PersonaResult.properties, subject: Type.Optional(Type.String()) },
  { additionalProperties: false },
);

/** What the stage relies on, whichever engine composes. Every provider's test runs it. */
export function testPersonaProvider(name: string, create: () => PersonaProvider): void {
  describe(`${name} as a persona provider`, () => {
    const call = testCall();

    for (const [language, text] of Object.entries({
      ja: "残業ばっかりで疲れた",
      en: "Overtime again, I'm exhausted",
    })) {
      it(`composes a result that fits, in ${language}`, async () => {
        const provider = create();
        const persona = await provider.compose(requestOf(text, language as Language), call);
        assert.ok(fits(Composed, { ...persona, provider: provider.name }), JSON.stringify(persona));
        assert.equal(persona.language, language);
        assert.equal(/\p{Script=Hiragana}/u.test(persona.message), language === "ja");
      });
    }

    it("does not say what she said last", async () => {
      const request = requestOf("上司がムカつく", "ja");
      const first = await create().compose(request, call);
      const second = await create().compose({ ...request, memory: [{ message: first.message, at: 0 }] }, call);
      assert.notEqual(second.message, first.message);
    });

    testAnyProvider(create, (provider, call) => provider.compose(requestOf("眠い", "ja"), call));
  });
}

export function requestOf(text: string, language: Language, changes: Partial<PersonaRequest> = {}): PersonaRequest {
  return {
    text,
    language,
    grave: false,
    seed: "job-1",
    at: new Date("2026-11-24T12:00:00+09:00"),
    memory: [],
    ...changes,
  };
}

import Type from "typebox";

/** Of every call of the operations pages: no part of the API that others are promised. */
export const hidden = { hide: true } as const;

export const Id = Type.Object({ id: Type.String({ maxLength: 64 }) });
export const Name = Type.Object({ name: Type.String({ maxLength: 128 }) });

import { baseFolder } from "./base.ts";
import type { Facts } from "./facts.ts";
import { filesOf, type Folder } from "./folder.ts";
import { haFolder } from "./ha.ts";
import { singleFolder } from "./single.ts";

const HEAD = `# Written by \`npm run kubernetes\` from what the services declare: change nothing here, but in an
# overlay of your own (docs/deploy.md).
`;

/** The folders of deploy/kubernetes that are applied, or stood on. */
export const OVERLAYS = ["single", "ha"] as const;
export type Overlay = (typeof OVERLAYS)[number];

/** Every file of deploy/kubernetes, by its path there. */
export function allFiles(facts: Facts): ReadonlyMap<string, string> {
  const folders: readonly (readonly [string, Folder])[] = [
    ["base", baseFolder(facts)],
    ["overlays/single", singleFolder(facts)],
    ["overlays/ha", haFolder(facts)],
  ];
  return new Map(
    folders.flatMap(([path, folder]) =>
      Object.entries(filesOf(folder, HEAD)).map(([file, text]) => [`${path}/${file}`, text] as const),
    ),
  );
}

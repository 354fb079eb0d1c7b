/** Elements one after the other, the first one at the back. */
export function group(...elements: readonly string[]): string {
  return elements.join("");
}

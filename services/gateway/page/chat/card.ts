/** Hands her picture on. Rejects when the picture cannot be had. */
export async function shareCard(url: string, name: string, text: string): Promise<"shared" | "copied"> {
  const picture = await pictureAt(url);
  const file = new File([picture], `${name}.jpg`, { type: picture.type });
  if (canShare()) {
    await navigator.share({ files: [file], text }).catch(unlessDismissed);
    return "shared";
  }
  await navigator.clipboard.write([new ClipboardItem({ "image/png": asPng(picture) })]);
  return "copied";
}

function canShare(): boolean {
  const file = new File([], "card.jpg", { type: "image/jpeg" });
  return "canShare" in navigator && navigator.canShare({ files: [file] });
}

/** How a card can be handed on here. Both ways need https, or this machine. */
export function handOnBy(): "share" | "copy" | undefined {
  if (canShare()) return "share";
  return "clipboard" in navigator && "ClipboardItem" in globalThis ? "copy" : undefined;
}

async function pictureAt(url: string): Promise<Blob> {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`The picture answered ${response.status}`);
  return response.blob();
}

/** The one kind of picture that every clipboard takes. */
async function asPng(picture: Blob): Promise<Blob> {
  const bitmap = await createImageBitmap(picture);
  const canvas = document.createElement("canvas");
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  canvas.getContext("2d")?.drawImage(bitmap, 0, 0);
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob === null ? reject(new Error("No PNG")) : resolve(blob)), "image/png");
  });
}

function unlessDismissed(error: unknown): void {
  if (!(error instanceof DOMException && error.name === "AbortError")) throw error;
}

/**
 * Path of the icon beside her name, for LINE to load: a PNG, 512x512, under 1 MB, drawn by
 * services/imagegen.
 */
export const ICON_PATH = "/line/icon.png";

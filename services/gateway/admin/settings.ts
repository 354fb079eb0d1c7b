import type { SettingsProblem, Values } from "@guchi/platform/config/settings.ts";
import { password } from "@guchi/platform/config/variables.ts";

/** Who may see the operations pages, and act there. */
export const ADMIN_SETTINGS = {
  ADMIN_PASSWORD: password({
    about: "Opens /admin, words and actions included, 12 characters or more; unset: loopback only",
    japanese: "/admin を開くパスワード（12 文字以上）。言葉も見られ、操作もできる。未設定なら同じマシンからのみ",
    secret: true,
  }),
  ADMIN_READ_PASSWORD: password({
    about: "Opens /admin to look only, and without anybody's words, 12 characters or more",
    japanese: "/admin を見るだけのパスワード（12 文字以上）。利用者の言葉は見られない",
    secret: true,
  }),
} as const;

/** One password must not be both, and with the second alone nobody could act from elsewhere. */
export function adminProblems({
  ADMIN_PASSWORD: write,
  ADMIN_READ_PASSWORD: read,
}: Values<typeof ADMIN_SETTINGS>): readonly SettingsProblem[] {
  if (read === undefined) return [];
  const needed = "ADMIN_PASSWORD";
  if (write === undefined) return [{ needed, text: "ADMIN_PASSWORD must be set, since ADMIN_READ_PASSWORD is" }];
  const same = "ADMIN_PASSWORD and ADMIN_READ_PASSWORD must not be the same";
  return read === write ? [{ needed: "ADMIN_READ_PASSWORD", text: same }] : [];
}

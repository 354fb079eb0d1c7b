import type { SettingsProblem, Values } from "../config/settings.ts";
import { choice, httpUrl, text } from "../config/variables.ts";

/** What a service reads that keeps or gives media: where they are. */
export const MEDIA_SETTINGS = {
  MEDIA_STORE: choice(
    "disk",
    "s3",
  )({
    about: "Where media are kept: disk (DATA_DIR, which all services share) or s3",
    japanese: "メディアの保存先：disk（全サービスが共有する DATA_DIR）または s3",
    fallback: "disk",
  }),
  S3_ENDPOINT: httpUrl({
    about: "URL of the S3 store; unset: Amazon's, by S3_REGION",
    japanese: "S3 ストアの URL。未設定なら S3_REGION の Amazon S3",
  }),
  S3_BUCKET: text({
    about: "Bucket for the media alone; needed with MEDIA_STORE=s3",
    japanese: "メディア専用のバケット。MEDIA_STORE=s3 なら必須",
  }),
  S3_REGION: text({
    about: "Region of the bucket; stores of one's own mostly take any",
    japanese: "バケットのリージョン。自前のストアならたいてい何でもよい",
    fallback: "us-east-1",
  }),
  S3_ACCESS_KEY_ID: text({
    about: "Key for the bucket; unset: as AWS's SDK finds one, such as a role of the machine",
    japanese: "バケットのアクセスキー。未設定なら AWS SDK が探すもの（マシンのロールなど）",
    secret: true,
  }),
  S3_SECRET_ACCESS_KEY: text({
    about: "Secret of that key",
    japanese: "そのアクセスキーのシークレット",
    secret: true,
  }),
  S3_FORCE_PATH_STYLE: choice(
    "true",
    "false",
  )({
    about: "Whether the bucket is in the URL's path, not in its host; most stores of one's own need it",
    japanese: "バケット名をホスト名でなくパスに置くか。自前のストアはたいてい true",
    fallback: "false",
  }),
} as const;
export type MediaSettings = Values<typeof MEDIA_SETTINGS>;

/** What does not go together in where the media are. */
export function mediaProblems(config: MediaSettings): readonly SettingsProblem[] {
  const { MEDIA_STORE: store, S3_BUCKET: bucket, S3_ACCESS_KEY_ID: id, S3_SECRET_ACCESS_KEY: secret } = config;
  if (store !== "s3") return [];
  return [
    ...(bucket === undefined ? [{ needed: "S3_BUCKET", text: "S3_BUCKET must be set with MEDIA_STORE=s3" }] : []),
    ...(id !== undefined && secret === undefined ? [missing("S3_SECRET_ACCESS_KEY", "S3_ACCESS_KEY_ID")] : []),
    ...(id === undefined && secret !== undefined ? [missing("S3_ACCESS_KEY_ID", "S3_SECRET_ACCESS_KEY")] : []),
  ];
}

function missing(needed: string, other: string): SettingsProblem {
  return { needed, text: `${needed} must be set, since ${other} is` };
}

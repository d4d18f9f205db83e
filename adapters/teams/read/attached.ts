import type { Activity } from "./activity.ts";
import { isObject } from "./pressed.ts";

/** A file that came with a message: where its bytes are, or only its name when a bot can't have them. */
export type Attached = {
  readonly name: string;
  readonly from: { readonly kind: "drive" | "picture"; readonly url: string } | undefined;
};

const MOST_FILES = 10;

/** The files of a message; more than ten are nobody's question. */
export function attachedTo({ attachments = [] }: Activity): readonly Attached[] {
  return attachments
    .slice(0, MOST_FILES)
    .flatMap(({ contentType, contentUrl, name, content }): Attached[] => {
      if (contentType === "application/vnd.microsoft.teams.file.download.info") {
        const url = isObject(content) ? content["downloadUrl"] : undefined;
        return [{ name: name ?? "file", from: typeof url === "string" ? { kind: "drive", url } : undefined }];
      }
      if (contentType.startsWith("image/"))
        return [
          { name: name ?? "image", from: contentUrl ? { kind: "picture", url: contentUrl } : undefined },
        ];
      // A file in a channel: only its name, a bot has no right to the bytes.
      return contentType === "reference" ? [{ name: name ?? "file", from: undefined }] : [];
    });
}

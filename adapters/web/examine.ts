import type { Check } from "#ports/check.ts";
import type { WebSettings } from "./config.ts";

/** What the page can do with its settings. */
export async function examineWeb(
  { jwtSecret, jwtPublicKey, embedOrigins }: WebSettings,
  { publicUrl }: { readonly publicUrl: string | undefined },
): Promise<readonly Check[]> {
  return [
    publicUrl === undefined
      ? {
          name: "Web page",
          state: "ok",
          detail: "for this machine only",
          mend: "set PUBLIC_URL (and HOST) to let students in",
        }
      : { name: "Web page", state: "ok", detail: publicUrl },
    (jwtSecret ?? jwtPublicKey) === undefined
      ? {
          name: "Student identity",
          state: "off",
          detail: "students are anonymous",
          mend: "set WEB_JWT_SECRET or WEB_JWT_PUBLIC_KEY so that the course site can sign who they are",
        }
      : { name: "Student identity", state: "ok", detail: "signed by the course site" },
    embedOrigins.length === 0
      ? {
          name: "Widget",
          state: "off",
          detail: "no site may embed it",
          mend: "set WEB_EMBED_ORIGINS to the course site",
        }
      : { name: "Widget", state: "ok", detail: embedOrigins.join(", ") },
  ];
}

import type { TeamsConfig } from "../config.ts";
import { colorIcon, outlineIcon } from "./icons.ts";
import { manifest } from "./manifest.ts";
import { zip } from "./zip.ts";

/** The app package to upload in Teams; `off` says what must be set before there can be one. */
export function teamsPackage(
  config: TeamsConfig | undefined,
  { publicUrl }: { readonly publicUrl: string | undefined },
): { readonly file: string; readonly bytes: Uint8Array } | { readonly off: string } {
  if (config === undefined)
    return {
      off: "Set TEAMS_APP_ID, TEAMS_APP_PASSWORD and TEAMS_TENANT_ID; adapters/teams/README.md says how.",
    };
  if (!publicUrl?.startsWith("https://"))
    return { off: "Set PUBLIC_URL to the https address of Deskmate: Teams shows it beside the app." };
  const json = JSON.stringify(manifest({ appId: config.appId, publicUrl }), undefined, 2);
  const bytes = zip({
    "manifest.json": Buffer.from(json, "utf8"),
    "color.png": colorIcon(),
    "outline.png": outlineIcon(),
  });
  return { file: "deskmate-teams.zip", bytes };
}

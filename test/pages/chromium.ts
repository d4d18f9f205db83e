import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { type Browser, chromium } from "playwright-core";

const FLAGS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
const NAMES = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/**
 * Starts a real Chromium: the one that CHROMIUM_PATH names, else one that is installed, else the one that a
 * package brings. Without any it fails and says what to do: a page that nobody looked at is not tested.
 */
export async function launchChromium(): Promise<Browser> {
  const installed = process.env["CHROMIUM_PATH"] || onPath();
  const { executablePath, env } = installed ? { executablePath: installed, env: {} } : await fromPackage();
  try {
    return await chromium.launch({ executablePath, args: FLAGS, env: { ...process.env, ...env } });
  } catch (cause) {
    const mend =
      "install Debian's `chromium` (apt-get install chromium) or set CHROMIUM_PATH to one that runs here";
    throw new Error(`Chromium at ${executablePath} did not start: ${mend}`, { cause });
  }
}

function onPath(): string | undefined {
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  return folders
    .flatMap((folder) => NAMES.map((name) => join(folder, name)))
    .find((path) => existsSync(path));
}

/** The packaged one expects libraries that a bare machine lacks; it carries them, but unpacks them elsewhere only. */
async function fromPackage(): Promise<{ executablePath: string; env: Record<string, string> }> {
  const { default: packaged, inflate } = await import("@sparticuz/chromium");
  const bin = join(import.meta.dirname, "../../node_modules/@sparticuz/chromium/bin");
  const [executablePath, libraries] = await Promise.all([
    packaged.executablePath(bin),
    inflate(join(bin, "al2023.tar.br")),
  ]);
  const inherited = process.env["LD_LIBRARY_PATH"];
  const folder = join(libraries, "lib");
  return {
    executablePath,
    env: { LD_LIBRARY_PATH: inherited ? `${folder}${delimiter}${inherited}` : folder },
  };
}

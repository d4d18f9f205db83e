import { writeFileSync } from "node:fs";
import { readEnvironment } from "../config.ts";
import { manifestOf, readAllSettings } from "../main.ts";
import { complain, print } from "./terminal.ts";

/**
 * Prints what a platform wants to be told about the app, ready to paste, or writes the package that it wants to
 * be given. Exits with 2 if the platform has none or settings for it are missing.
 */
export function manifest(platform: string): void {
  const made = manifestOf(platform, readAllSettings(readEnvironment()));
  if (typeof made === "string") print(made);
  else if ("off" in made) {
    complain(made.off, []);
    process.exitCode = 2;
  } else {
    writeFileSync(made.file, made.bytes);
    print(made.file);
  }
}

import colors from "picocolors";
import { readEnvironment } from "../config.ts";
import { start } from "../main.ts";
import { print, printParts } from "./terminal.ts";

/** Runs until a signal; a second one ends it at once. */
export async function startCommand(): Promise<void> {
  const running = await start(readEnvironment());
  print(`${colors.bold("Deskmate 同桌")} is running.\n`);
  printParts(running.parts);
  print(`\n  ${colors.bold(running.url)}`);
  print(
    colors.dim(
      "  Opens the student's chat with the desk beside it. The key works once; a restart makes a new one.\n",
    ),
  );
  let stopping = false;
  const stop = async () => {
    if (stopping) process.exit(1);
    stopping = true;
    await running.stop();
    process.exit(0);
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void stop());
  // Started by an older Node: when that process is gone, nobody could stop this one.
  process.on("disconnect", () => void stop());
  process.channel?.unref();
}

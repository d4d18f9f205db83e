#!/usr/bin/env node
// The `deskmate` command. TypeScript runs as it is on Node 22.18 or newer; an older host re-executes the Node
// that npm installed beside this package. Plain JavaScript, since the old host must be able to read it.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import module, { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

// better-sqlite3 needs Node-API 10; the Nodes that have it strip types too.
if (Number(process.versions.napi) >= 10 && process.features.typescript) {
  // Without it a fifth of each start goes into compiling what was compiled before.
  module.enableCompileCache();
  await import("./cli.ts");
} else {
  const node = bundledNode();
  if (!node) {
    process.stderr.write(
      `Deskmate needs Node 22.18 or newer; this is ${process.version}. Install it, or run "npm ci" again.\n`,
    );
    process.exit(2);
  }
  // The channel tells the child when this process is gone, however it went.
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  child.on("exit", (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}

/** The path of the Node in the optional packages, if one fits this machine. */
function bundledNode() {
  try {
    const manifest = createRequire(import.meta.url).resolve(
      `node-${process.platform}-${process.arch}/package.json`,
    );
    const node = join(dirname(manifest), "bin", "node");
    return existsSync(node) ? node : undefined;
  } catch {
    return undefined; // not installed: the caller says so
  }
}

import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { limits } from "./limits.ts";
import { Unreadable } from "./reading/unreadable.ts";

/** Takes films apart. */
export type Films = {
  /** A few pictures (PNG) and the sound (WAV), if it has any. Throws Unreadable, `video` where nothing here can do it. */
  takeApart(
    bytes: Uint8Array,
    signal: AbortSignal,
  ): Promise<{ readonly frames: readonly Uint8Array[]; readonly sound?: Uint8Array }>;
};

const run = promisify(execFile);

/** Where programs are usually installed. The child is told nothing else of our environment. */
const PATH = "/usr/local/bin:/usr/bin:/bin:/opt/homebrew/bin";

/** With the installed ffmpeg, `command`. */
export function createFilms(command = "ffmpeg"): Films {
  return {
    async takeApart(bytes, signal) {
      const folder = await mkdtemp(join(tmpdir(), "deskmate-film-"));
      try {
        await writeFile(join(folder, "film"), bytes);
        await run(command, [...OPENING, ...FRAMES, ...SOUND], {
          cwd: folder,
          env: { PATH },
          signal,
          timeout: limits.fileMs,
          killSignal: "SIGKILL",
        });
        const made = await readdir(folder);
        const names = made.filter((name) => name.endsWith(".png")).sort();
        const frames = await Promise.all(names.map((name) => readFile(join(folder, name))));
        if (!made.includes("sound.wav")) return { frames };
        return { frames, sound: await readFile(join(folder, "sound.wav")) };
      } catch (cause) {
        throw new Unreadable(whyNot(cause), { cause });
      } finally {
        await rm(folder, { recursive: true, force: true });
      }
    },
  };
}

// A play list may name other files and hosts: only the file itself may be opened, as a film.
const OPENING = [
  ...["-nostdin", "-v", "error", "-protocol_whitelist", "file"],
  ...["-format_whitelist", "mov,matroska,avi,flv,ogg"],
  ...["-t", String(limits.videoSeconds), "-i", "film"],
];
const FRAMES = [
  ...["-map", "0:v:0?", "-vf", "fps=1/10,scale='min(1920,iw)':-2"],
  ...["-frames:v", String(limits.frames), "frame%d.png"],
];
const SOUND = ["-map", "0:a:0?", "-ac", "1", "-ar", "16000", "sound.wav"];

function whyNot(cause: unknown) {
  if (!(cause instanceof Error)) return "broken";
  if ("code" in cause && (cause.code === "ENOENT" || cause.code === "EACCES")) return "video";
  const isLate = cause.name === "AbortError" || ("killed" in cause && cause.killed === true);
  return isLate ? "slow" : "broken";
}

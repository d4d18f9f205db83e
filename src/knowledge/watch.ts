import { watch } from "chokidar";

/** Changes are taken together when nothing more has changed for so long. */
const QUIET_MS = 300;

/** Calls `changed` after each burst of changes in the folder. */
export function watchFolder(folder: string, changed: () => void): { close(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  const watcher = watch(folder, {
    ignoreInitial: true,
    ignored: (path) => /[/\\]\.[^/\\]+$/.test(path.slice(folder.length)),
  });
  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(changed, QUIET_MS);
  };
  watcher.on("all", soon);
  // a folder that can't be watched (too many files, no rights) is still read at the next start
  watcher.on("error", () => undefined);
  return {
    close: async () => {
      clearTimeout(timer);
      await watcher.close();
    },
  };
}

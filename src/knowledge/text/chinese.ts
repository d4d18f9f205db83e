/** Words of Chinese, by a dictionary that is loaded when it is first needed. */
import type { Words } from "../question/question.ts";

let loading: Promise<Words | undefined> | undefined;

/**
 * Loads the dictionary (a quarter of a second and 60 MB, once). Questions that come before are searched
 * without it; if it can't be loaded, all of them are.
 */
export function warmChinese(): Promise<Words | undefined> {
  loading ??= load();
  return loading;
}

async function load(): Promise<Words | undefined> {
  try {
    const { cut } = await import("jieba-wasm");
    cut("预热", true);
    return (run) => cut(run, true);
  } catch {
    return undefined;
  }
}

import { readdirSync, readFileSync } from "node:fs";

export type Script = {
  /** The file, and what its first line says of it. */
  readonly title: string;
  readonly file: string;
  readonly text: string;
};

const folder = new URL("../", import.meta.url);

/** Every dialogue there is. */
export const scripts: readonly Script[] = readdirSync(folder)
  .filter((file) => file.endsWith(".txt"))
  .map((file) => {
    const text = readFileSync(new URL(file, folder), "utf8");
    const [, heading] = /^# (.*)/.exec(text) ?? [];
    return { title: heading === undefined ? file : `${file}: ${heading}`, file, text };
  });

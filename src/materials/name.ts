import { visible, withoutMentions } from "../answering/guard/clean.ts";

const LONGEST = 60;

/** A file's name as it may be shown: without folders, and without signs that Markdown or a chat reads. */
export function shownName(name: string): string {
  const last =
    name
      .replaceAll("\\", "/")
      .split("/")
      .findLast((part) => !/^[.\s]*$/.test(part)) ?? "";
  const quiet = withoutMentions(visible(last))
    .replace(/[[\]()`*_<>\\|#!"“”「」@&]/g, " ")
    .replace(/\s+/g, " ")
    .trim();
  if (quiet.length <= LONGEST) return quiet || "file";
  const ending = /\.\w{1,8}$/.exec(quiet)?.[0] ?? "";
  return `${quiet.slice(0, LONGEST - ending.length - 1).toWellFormed()}…${ending}`;
}

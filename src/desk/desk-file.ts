import { existsSync, readFileSync } from "node:fs";
import { IANAZone } from "luxon";
import { type Document, isNode, LineCounter, parseDocument } from "yaml";
import { z } from "zod";
import { ConfigError } from "../config.ts";
import { dates, span, weeklyHours } from "./spellings.ts";

const usual = "desk.yaml";

const name = z.string("must be text").trim().min(1, "must not be empty").max(80, "is too long");
const names = z.union(
  [name.transform((one) => [one]), z.array(name).min(1)],
  "must be a name, or a list of names",
);
const address = z.string().regex(/^[a-z]+:\S+$/, "must be an address such as slack:C0123456");

const shift = z.strictObject({
  who: names,
  hours: weeklyHours.optional(),
  dates: dates.optional(),
});

/** What a desk file may say; what it leaves out has a default in the roster. */
const deskFile = z.strictObject(
  {
    zone: name
      .refine((zone) => IANAZone.isValidZone(zone), "must be a time zone such as Europe/Berlin")
      .optional(),
    hours: weeklyHours.optional(),
    holidays: dates.optional(),
    shifts: z.array(shift, "must be a list").optional(),
    "on-call": z.array(shift, "must be a list").optional(),
    lead: name.optional(),
    categories: z
      .record(
        name,
        z.strictObject({ channel: address.optional(), words: z.array(name, "must be a list").optional() }),
        "must be names, each with a channel or words",
      )
      .refine((all) => Object.keys(all).length <= 25, "must not be more than 25, to fit a choice")
      .optional(),
    shown: z.enum(["name", "role", "team"], "must be name, role or team").optional(),
    team: name.optional(),
    roles: z.record(name, name, "must be names, each with a role").optional(),
    "reply-mode": z.enum(["thread", "box"], "must be thread or box").optional(),
    hold: span(0, 60_000).optional(),
    "auto-close": z
      .strictObject({
        "warn-after": span(60_000, 90 * 86_400_000).optional(),
        "close-after": span(60_000, 90 * 86_400_000).optional(),
      })
      .optional(),
  },
  "must be settings by name, such as zone: Europe/Berlin",
);

export type DeskFile = z.output<typeof deskFile>;
export type Shift = z.output<typeof shift>;

/**
 * Reads the file that is named, else `desk.yaml` of the working folder; `undefined` if there is none. Throws
 * ConfigError with all faults together, each with its line.
 */
export function readDeskFile(path: string | undefined): DeskFile | undefined {
  if (path === undefined && !existsSync(usual)) return undefined;
  const file = path ?? usual;
  try {
    return parseDeskFile(readFileSync(file, "utf8"), file);
  } catch (cause) {
    if (cause instanceof ConfigError) throw cause;
    throw new ConfigError([`DESK_FILE: ${file} can't be read`]);
  }
}

/** As `readDeskFile`, of its text; `path` is what the faults call it. */
export function parseDeskFile(text: string, path: string): DeskFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number | undefined) =>
    offset === undefined ? path : `${path}:${lines.linePos(offset).line}`;
  if (document.errors.length > 0)
    throw new ConfigError(document.errors.map(({ pos, message }) => `${at(pos[0])}: ${message}`));
  const parsed = deskFile.safeParse(document.toJS({ maxAliasCount: 10 }) ?? {});
  if (parsed.success) return parsed.data;
  throw new ConfigError(
    parsed.error.issues.map((issue) => {
      const unknown = issue.code === "unrecognized_keys" ? issue.keys : [];
      const path = issue.path.map(String);
      const message = unknown.length > 0 ? `does not know ${unknown.join(", ")}` : issue.message;
      return `${at(offsetOf(document, [...path, ...unknown.slice(0, 1)]))}: ${path.join(".") || "the file"} ${message}`;
    }),
  );
}

/** Where a thing stands in the text; of one that is missing, what it is missing from. */
function offsetOf(document: Document, path: readonly string[]): number | undefined {
  const node = document.getIn(path, true);
  if (isNode(node)) return node.range?.[0];
  return path.length > 0 ? offsetOf(document, path.slice(0, -1)) : undefined;
}

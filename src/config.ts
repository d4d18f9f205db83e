import { homedir } from "node:os";
import { resolve } from "node:path";
import { config as loadDotenv } from "dotenv";
import { z } from "zod";

/** Settings that are wrong or missing, all of them at once, each with its mend. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  readonly faults: readonly string[];
  constructor(faults: readonly string[]) {
    super(faults.join("\n"));
    this.faults = faults;
  }
}

const integer = (least: number, most: number) =>
  z.coerce
    .number({ error: "must be a number" })
    .int("must be a whole number")
    .min(least, `must be at least ${least}`)
    .max(most, `must be at most ${most}`);

const blankIsUnset = (value: unknown) =>
  typeof value === "string" && value.trim() === "" ? undefined : value;
const setting = <T extends z.ZodType>(schema: T) => z.preprocess(blankIsUnset, schema);

const origin = z
  .string()
  .trim()
  .refine(isOrigin, { error: "must be a web address without a path, such as https://help.example.org" })
  .transform((url) => new URL(url).origin);

/** The core's own settings, by their names in the environment; defaults are written here once. */
export const coreSettings = z
  .object({
    HOST: setting(z.string().default("127.0.0.1")),
    PORT: setting(integer(0, 65_535).default(8080)),
    PUBLIC_URL: setting(origin.optional()),
    DATA_DIR: setting(z.string().default("data").transform(folder)),
    KNOWLEDGE_DIR: setting(z.string().default("knowledge").transform(folder)),
    DESK: setting(
      z
        .string()
        .regex(/^[a-z]+:\S+$/, "must be an address such as web:desk")
        .default("web:desk"),
    ),
    DESK_FILE: setting(z.string().transform(folder).optional()),
    DESK_LANGUAGE: setting(z.enum(["en", "zh"], "must be en or zh").default("en")),
    LOG_LEVEL: setting(
      z
        .enum(["debug", "info", "warn", "error", "silent"], "must be debug, info, warn, error or silent")
        .default("warn"),
    ),
    HINTS: setting(
      z.enum(["graded", "everything", "nothing"], "must be graded, everything or nothing").default("graded"),
    ),
    MODEL_DAILY_TOKENS: setting(integer(0, 1e12).default(2_000_000)),
    MODEL_DAILY_TOKENS_PER_STUDENT: setting(integer(0, 1e12).default(50_000)),
  })
  .transform((env) => ({
    host: env.HOST,
    port: env.PORT,
    publicUrl: env.PUBLIC_URL,
    dataFolder: env.DATA_DIR,
    knowledgeFolder: env.KNOWLEDGE_DIR,
    desk: env.DESK,
    deskFile: env.DESK_FILE,
    deskLanguage: env.DESK_LANGUAGE,
    logLevel: env.LOG_LEVEL,
    hints: env.HINTS,
    dailyTokens: env.MODEL_DAILY_TOKENS,
    dailyTokensPerStudent: env.MODEL_DAILY_TOKENS_PER_STUDENT,
  }));

export type CoreConfig = z.output<typeof coreSettings>;

function folder(path: string): string {
  return resolve(path.replace(/^~(?=\/|$)/, homedir()));
}

/** The environment, with what `.env` in the working folder adds. The only place that reads it. */
export function readEnvironment(): Readonly<Record<string, string | undefined>> {
  loadDotenv({ quiet: true });
  return process.env;
}

type Sections = Readonly<Record<string, z.ZodType>>;

/** Parses every section of the settings and reports the faults of all together. Throws ConfigError. */
export function readSettings<S extends Sections>(
  env: Readonly<Record<string, string | undefined>>,
  sections: S,
): { readonly [K in keyof S]: z.output<S[K]> } {
  const faults: string[] = [];
  const parsed = Object.entries(sections).map(([name, schema]) => {
    const result = schema.safeParse(env);
    // The value is left out: it may be a secret.
    for (const issue of result.error?.issues ?? [])
      faults.push(`${issue.path.join(".") || name}: ${issue.message}`);
    return [name, result.data] as const;
  });
  if (faults.length > 0) throw new ConfigError(faults);
  return Object.fromEntries(parsed) as { readonly [K in keyof S]: z.output<S[K]> };
}

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, pathname, search, username } = new URL(text);
  return /^https?:$/.test(protocol) && pathname === "/" && search === "" && username === "";
}

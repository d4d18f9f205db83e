import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { platforms } from "../adapters/index.ts";
import { type Contract, type Kind, required } from "./platforms/contract.ts";

const kinds = ["in", "out", "faults"] as const;
const run = { in: "parse", out: "render", faults: "faults" } as const;

/** The fixtures of a kind: `case.json`, or `case-variant.json`. */
function fixtures(platform: string, kind: Kind): readonly { name: string; given: never; expect: unknown }[] {
  const folder = join(import.meta.dirname, "../adapters", platform, "fixtures", kind);
  if (!existsSync(folder)) return [];
  return readdirSync(folder).map((file) => {
    const pair = JSON.parse(readFileSync(join(folder, file), "utf8")) as { given: never; expect: unknown };
    return { name: file.replace(/\.json$/, ""), ...pair };
  });
}

describe.each(Object.keys(platforms))("%s", async (platform) => {
  const { contract } = (await import(`./platforms/${platform}.ts`)) as { contract: Contract };

  describe.each(kinds)("%s", (kind) => {
    const shown = fixtures(platform, kind);
    const absent: Readonly<Record<string, string | undefined>> = contract.absent[kind] ?? {};

    if (shown.length > 0)
      test.each(shown)("$name", ({ given, expect: expected }) => {
        // Through JSON: what is absent and what is undefined are the same on the wire.
        const result = contract[run[kind]](given);
        expect(result === undefined ? null : JSON.parse(JSON.stringify(result))).toEqual(expected);
      });

    test.each(required[kind].map((name) => [name]))(
      "the case %s is shown, or its absence explained",
      (name) => {
        const isShown = shown.some((fixture) => fixture.name === name || fixture.name.startsWith(`${name}-`));
        if (isShown) expect(absent[name], "both shown and absent").toBeUndefined();
        else expect(absent[name] ?? "").toMatch(/\w+ \w+/);
      },
    );
  });
});

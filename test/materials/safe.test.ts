import { expect, it } from "vitest";
import type { Material } from "../../src/materials/material.ts";
import { type Keep, safeFiles } from "../../src/materials/safe.ts";

const stored = (id: string, name: string) => ({ id, name, type: "image/png", size: 9 });
const picture = { type: "image/png", bytes: Buffer.from("black") } as const;
const material = (file: string, more: Partial<Material>): Material => ({
  file,
  name: `${file}.jpg`,
  kind: "picture",
  text: "call [phone]",
  personal: true,
  ...more,
});

it("others see a picture with personal data blackened, or its masked words, and all else as it was sent", async () => {
  const kept: string[] = [];
  const keep: Keep = async ({ name, type, bytes }) => {
    kept.push(`${name} ${type} ${Buffer.from(bytes)}`);
    return { id: `kept${kept.length}`, name, type, size: bytes.byteLength };
  };
  const files = ["plain", "card", "odd", "log", "unread"].map((id) => stored(id, `${id}.jpg`));
  const materials = [
    material("plain", { personal: false, picture }),
    material("card", { picture }),
    material("odd", {}),
    material("log", { kind: "text" }),
  ];
  const safe = await safeFiles(files, { materials, unread: [] }, keep);
  expect(safe.map(({ id }) => id)).toEqual(["plain", "kept1", "kept2", "log", "unread"]);
  expect(kept).toEqual(["card.png image/png black", "odd.txt text/plain call [phone]"]);
});

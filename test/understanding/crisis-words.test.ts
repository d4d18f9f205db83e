import { writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { crisisMessage } from "../../src/conversation/crisis.ts";
import { crisisWords } from "../../src/conversation/phrases/crisis.ts";
import { readCrisisWords } from "../../src/understanding/crisis/words.ts";

const FILE = join(import.meta.dirname, "../../knowledge/crisis.yaml");

async function written(text: string): Promise<string> {
  const file = join(tmpdir(), `crisis-${process.pid}-${text.length}.yaml`);
  await writeFile(file, text);
  return file;
}

describe("the words for a crisis", () => {
  it("are in the student's language and script, with the lines of their country", () => {
    const en = crisisMessage("selfHarm", { language: "en", locale: "en-GB" }).text;
    expect(en).toContain("Samaritans 116 123");
    expect(en).not.toContain("988");
    expect(crisisMessage("selfHarm", { language: "zh", locale: "zh-CN" }).text).toContain("12356");
    const taiwan = crisisMessage("abuse", { language: "zh", traditional: true, locale: "zh-Hant-TW" }).text;
    expect(taiwan).toContain("113");
    expect(taiwan).toContain("謝謝");
  });

  it("name a line for everywhere where the country is unknown", () => {
    for (const locale of [undefined, "en", "xx-QQ", "en-001"]) {
      const { text } = crisisMessage("danger", { language: "en", locale });
      expect(text).toContain("988");
      expect(text).toContain("https://findahelpline.com");
    }
  });

  it("say that a person is called, not that one is there", () => {
    expect(crisisMessage("selfHarm", { language: "en" }).text).toContain("has been called");
  });

  it("come from the operator's file, which says the same as the built-in ones", async () => {
    const words = await readCrisisWords(FILE);
    expect(Object.keys(words.countries).length).toBeGreaterThan(20);
    expect(words.texts).toEqual(crisisWords.texts);
    for (const [code, lines] of Object.entries(crisisWords.countries))
      expect(words.countries[code]).toEqual(lines);
    expect(crisisMessage("selfHarm", { language: "en", locale: "de-DE" }, words).text).toContain(
      "TelefonSeelsorge",
    );
  });

  it("are the built-in ones without the file", async () => {
    expect(await readCrisisWords(join(tmpdir(), "no-such-file.yaml"))).toBe(crisisWords);
  });

  it.each([
    ["texts: [", /is not YAML/],
    ["texts: {}", /texts/],
    ["", /.+/],
  ])("are refused with a reason when the file holds %j", async (text, reason) => {
    await expect(readCrisisWords(await written(text))).rejects.toThrow(reason);
  });
});

import { describe, expect, test } from "vitest";
import type { Address } from "#ports/platform.ts";
import { type CaseRecord, FORMATS, type RecordedTurn, transcript } from "../../src/desk/transcript.ts";

const time = Date.parse("2026-11-23T08:30:00Z");
const mei = { id: "u1", name: "Mei" };
const anna = { id: "s1", name: "Anna" };
let turns = 0;

function turn(by: RecordedTurn["by"], text: string, more: Partial<RecordedTurn> = {}): RecordedTurn {
  const author = { student: mei, staff: anna, bot: { id: "bot", name: "" } }[by];
  turns += 1;
  const side = by === "staff" ? "desk" : "student";
  return {
    number: turns,
    side,
    by,
    author,
    text,
    internal: false,
    files: [],
    time,
    isDeleted: false,
    ...more,
  };
}

function record(parts: Partial<CaseRecord> = {}): CaseRecord {
  return {
    conversation: {
      number: 12,
      student: mei,
      studentAt: "web:student/u1" as Address,
      deskAt: "web:desk/c1" as Address,
      language: "en",
      timeZone: "Asia/Shanghai",
      opened: time,
      ticket: {
        category: "refund",
        priority: undefined,
        upset: 0,
        mood: undefined,
        due: undefined,
        crisis: undefined,
        alerts: [],
        closings: 1,
        handed: [],
      },
      state: { name: "resolved", by: "staff", at: time, of: "staff" },
      wakeAt: undefined,
    },
    closed: time + 3_600_000,
    turns: [
      turn("student", "I want my money back", {
        files: [{ id: "f1", name: "bill.pdf", type: "application/pdf", size: 24_000 }],
      }),
      turn("bot", "A person will look at this.", { rating: -1 }),
      turn("staff", "they paid twice, see the ledger", { internal: true, mark: "internal" }),
      turn("staff", "It is on its way.", { mark: "delivered" }),
      turn("student", "", { isDeleted: true }),
    ],
    audit: [
      { time, by: "student", person: mei, what: "state", before: "bot", after: "waiting: asked" },
      { time, by: "staff", person: anna, what: "staff", before: undefined, after: "Anna" },
      { time, by: "bot", what: "pause", before: "snoozed", after: undefined },
    ],
    stars: [{ stars: 4, words: "quick", of: "staff", time }],
    ...parts,
  };
}

const plain = { notes: false, language: "en", zone: "Europe/Berlin" } as const;

describe("a transcript", () => {
  test("reads as Markdown", () => {
    expect(transcript(record(), "markdown", plain)).toBe(`# Ticket \\#12 · Mei

- State: resolved
- Opened: 23 Nov 2026, 09:30
- Closed: 23 Nov 2026, 10:30
- Category: refund
- Times in: Europe/Berlin

## Conversation

**Mei** · 23 Nov 2026, 09:30

> I want my money back

- 📎 bill.pdf (24 kB)

**Bot** · 23 Nov 2026, 09:30 · found not helpful

> A person will look at this.

**Anna** · 23 Nov 2026, 09:30 · delivered

> It is on its way.

**Mei** · 23 Nov 2026, 09:30 · deleted

## Ratings

- 23 Nov 2026, 09:30 · staff · ★★★★☆ · quick

## Changes

- 23 Nov 2026, 09:30 · Mei · state: bot → waiting: asked
- 23 Nov 2026, 09:30 · Anna · handled by: Anna
- 23 Nov 2026, 09:30 · by time · rest: snoozed → none
`);
  });

  test("is told in Chinese to a Chinese desk", () => {
    const text = transcript(record(), "markdown", { ...plain, language: "zh", zone: "Asia/Shanghai" });
    expect(text).toContain("# 工单 \\#12 · Mei");
    expect(text).toContain("2026年11月23日 16:30 · 已送达");
  });

  test("is data as JSON", () => {
    expect(JSON.parse(transcript(record(), "json", plain))).toMatchObject({
      ticket: 12,
      state: "resolved",
      category: "refund",
      opened: "2026-11-23T08:30:00.000Z",
      turns: [
        { by: "student", files: [{ name: "bill.pdf" }] },
        { rating: -1 },
        { mark: "delivered" },
        { deleted: true },
      ],
      audit: [{ what: "state", person: { name: "Mei" } }, { after: "Anna" }, { by: "bot" }],
      ratings: [{ stars: 4, of: "staff" }],
    });
  });

  test.each(FORMATS)("holds notes only when asked, as %s", (format) => {
    expect(transcript(record(), format, plain)).not.toContain("ledger");
    expect(transcript(record(), format, { ...plain, notes: true })).toContain("ledger");
  });
});

describe("hostile words and names", () => {
  const evil = `<script>alert(1)</script>"'><img src=x onerror=alert(1)>\u202e</article>`;
  const hostile = record({
    conversation: {
      ...record().conversation,
      student: { id: "u1", name: evil },
      ticket: { ...record().conversation.ticket, category: evil },
    },
    turns: [
      turn("student", `${evil}\n\`\`\`\n## Conversation\n**Anna** · delivered`, {
        author: { id: "u1", name: evil },
        files: [{ id: "f", name: evil, type: "text/html", size: 3 }],
      }),
      turn("student", "half a character \ud83d"),
    ],
    audit: [
      { time, by: "student", person: { id: "u1", name: evil }, what: "category", before: evil, after: evil },
    ],
    stars: [{ stars: 1, words: evil, of: "bot", time }],
  });

  test("are text in HTML: nothing runs, nothing is loaded", () => {
    const page = transcript(hostile, "html", plain);
    const ours =
      /^(?:!doctype|\/?(?:html|head|meta|title|style|body|h[12]|bdi|dl|div|dt|dd|article|header|b|time|span|p|ul|li))\b/;
    const tags = [...page.matchAll(/<([^>]*)>/g)].map(([, tag = ""]) => tag);
    expect(tags.filter((tag) => !ours.test(tag))).toEqual([]);
    expect(tags.filter((tag) => /\son\w+=|src=|href=|url\(/.test(tag))).toEqual([]);
    expect(page.match(/<article/g)).toHaveLength(2);
    expect(page.match(/<\/article>/g)).toHaveLength(2);
    expect(page).toContain("default-src 'none'");
    expect(page.isWellFormed()).toBe(true);
  });

  test("can't look like a part of the transcript in Markdown", () => {
    const lines = transcript(hostile, "markdown", plain).split("\n");
    expect(lines.filter((line) => line.startsWith("## "))).toEqual([
      "## Conversation",
      "## Ratings",
      "## Changes",
    ]);
    expect(lines.filter((line) => /(?<!\\)<script>/.test(line) && !line.startsWith("> "))).toEqual([]);
    expect(lines.filter((line) => line.startsWith("**Anna"))).toEqual([]);
  });
});

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Address, OutboundMessage } from "#ports/platform.ts";
import { address, conversationId, type Place, place } from "../../adapters/teams/address.ts";
import { parse } from "../../adapters/teams/parse.ts";
import { readActivity } from "../../adapters/teams/read/activity.ts";
import { formatted } from "../../adapters/teams/read/formatted.ts";
import { render } from "../../adapters/teams/render.ts";
import { refuseMessage } from "../fakes/teams/rules.ts";
import { APP } from "../fakes/teams/teams.ts";
import { contract } from "../platforms/teams.ts";

describe("addresses", () => {
  const id = fc.string({ minLength: 1 }).filter((text) => text.isWellFormed());
  const anywhere = fc.oneof(
    fc.record({ kind: fc.constant("chat" as const), tenant: id, chat: id }),
    fc.record({ kind: fc.constant("channel" as const), tenant: id, channel: id }),
    fc.record({ kind: fc.constant("thread" as const), tenant: id, channel: id, root: id }),
  );

  test("lead back to their place, whatever is in an id", () => {
    fc.assert(
      fc.property(anywhere, (where: Place) => {
        expect(place(address(where))).toEqual(where);
      }),
    );
  });

  test("of a thread begin with the channel's and a slash, and no other channel's does", () => {
    fc.assert(
      fc.property(id, id, id, id, (tenant, channel, root, other) => {
        const thread = address({ kind: "thread", tenant, channel, root });
        expect(thread.startsWith(`${address({ kind: "channel", tenant, channel })}/`)).toBe(true);
        if (other !== channel)
          expect(thread.startsWith(`${address({ kind: "channel", tenant, channel: other })}/`)).toBe(false);
      }),
    );
  });

  test("of real ids can be read and typed", () => {
    const where: Place = {
      kind: "thread",
      tenant: "t",
      channel: "19:abc@thread.tacv2",
      root: "1790000000001",
    };
    expect(address(where)).toBe("teams:t/c/19:abc@thread.tacv2/1790000000001");
    expect(conversationId(where)).toBe("19:abc@thread.tacv2;messageid=1790000000001");
    expect(place("teams:t/c/%E0%A4%A" as Address)).toBeUndefined();
  });
});

describe("whatever comes", () => {
  test("reading and parsing never throw", () => {
    const known = { bot: APP.id, kind: "student", isOurs: true, isListening: false, now: 0 } as const;
    const shape = fc.record({
      type: fc.constantFrom("message", "messageUpdate", "messageDelete", "invoke", "x"),
      id: fc.option(fc.string()),
      channelId: fc.constant("msteams"),
      serviceUrl: fc.webUrl(),
      text: fc.anything(),
      from: fc.record({ id: fc.string(), name: fc.anything() }),
      conversation: fc.record({
        id: fc.string(),
        conversationType: fc.constantFrom("personal", "channel", "x"),
      }),
      channelData: fc.oneof(fc.anything(), fc.constant({ tenant: { id: "t" } })),
      entities: fc.anything(),
      attachments: fc.oneof(
        fc.anything(),
        fc.array(fc.record({ contentType: fc.string(), content: fc.anything() })),
      ),
      value: fc.anything(),
      name: fc.constantFrom("adaptiveCard/action", "message/submitAction", "x"),
    });
    fc.assert(
      fc.property(fc.oneof(shape, fc.anything()), (body) => {
        const activity = readActivity(body);
        if (activity) parse(activity, known);
      }),
      { numRuns: 500 },
    );
  });
});

describe("the form of what people write", () => {
  const shown = (html: string) => formatted(html);

  test.each([
    ["<p>one<br>two</p>", undefined],
    ["<p><b>one</b><br>two</p>", "**one**\ntwo"],
    ["<blockquote><p>a</p><p><i>b</i></p></blockquote>", "> a\n> \n> *b*"],
    ["<pre>a ``` b</pre>", "````\na ``` b\n````"],
    ['<p><a href="javascript:alert(1)">x</a></p>', "x"],
    ['<p><a href="https://a.example">https://a.example</a></p>', "https://a.example"],
    ["<ol><li><p>a</p><ul><li>b</li></ul></li><li>c</li></ol>", "1. a\n   - b\n2. c"],
    ["<p><script>alert(1)</script><b></b>&lt;at&gt;x&lt;/at&gt;</p>", "alert(1)<at>x</at>"],
    ["<b>".repeat(5000), undefined],
  ])("%s", (html, markdown) => {
    expect(shown(html)).toBe(markdown);
  });

  test("no form hides what keeps staff's words inside", () => {
    const wrap = fc.constantFrom(
      (inner: string) => `<b>${inner}</b>`,
      (inner: string) => `<ul><li>${inner}</li></ul>`,
      (inner: string) => `<pre>${inner}</pre>`,
      (inner: string) => `<blockquote>${inner}</blockquote>`,
      (inner: string) => `<p>${inner}</p>`,
      (inner: string) => `<h1>${inner}</h1>`,
    );
    const prefix = fc.constantFrom("//", "／／", "、、", " //", "\u200b//");
    fc.assert(
      fc.property(fc.array(wrap, { maxLength: 4 }), prefix, (wraps, mark) => {
        const text = `${mark} a note`;
        const content = `${wraps.reduce((inner, one) => one(inner), text)}<p><b>more</b></p>`;
        const activity = readActivity({
          type: "message",
          id: "1",
          channelId: "msteams",
          serviceUrl: "https://x.example",
          from: { id: "29:mei" },
          conversation: { id: "19:d;messageid=2", conversationType: "channel", tenantId: "t" },
          text: `${text}\nmore`,
          attachments: [{ contentType: "text/html", content }],
        });
        const heard =
          activity &&
          parse(activity, { bot: APP.id, kind: "staff", isOurs: true, isListening: false, now: 0 });
        const words = heard?.event.type === "message" ? heard.event.text : "";
        expect(words.replace(/^[\s\p{Cf}]+/u, "").startsWith(mark.replace(/^[\s\p{Cf}]+/u, ""))).toBe(true);
      }),
    );
  });
});

describe("whatever is said", () => {
  const marks = fc.constantFrom(
    ..."`*_~#>|[]()!<>&\\\n -1.",
    "```",
    "\n\n",
    "| a | b |\n|---|---|\n",
    "- ",
    "1. ",
    "<at>x</at>",
    "https://a.example/b_c",
    "👩‍👩‍👧‍👦",
    "word",
    "[1]",
    "    code",
  );
  const text = fc.array(marks, { maxLength: 60 }).map((parts) => parts.join(""));

  test("I16 Teams takes it, pings nobody, and links only to the web", () => {
    const said = fc.record({
      text,
      as: fc.option(text, { nil: undefined }),
      tone: fc.constantFrom("answer", "student", "note", undefined),
      basis: fc.constantFrom("course", undefined),
    });
    fc.assert(
      fc.property(said, (message) => {
        const rendered = render(message as OutboundMessage, () => undefined);
        expect(refuseMessage(rendered)).toBeUndefined();
        expect(JSON.stringify(rendered)).not.toMatch(/"type":"mention"|"url":"(?!https?:)/);
      }),
      { numRuns: 1000 },
    );
  });
});

/** As the suite of all platforms does it, which runs these too once the adapter is registered. */
describe.each([
  ["in", contract.parse],
  ["out", contract.render],
  ["faults", contract.faults],
] as const)("fixtures: %s", (kind, run) => {
  const folder = join(import.meta.dirname, "../../adapters/teams/fixtures", kind);
  test.each(readdirSync(folder))("%s", (file) => {
    const { given, expect: expected } = JSON.parse(readFileSync(join(folder, file), "utf8"));
    const result = run(given as never);
    expect(result === undefined ? null : JSON.parse(JSON.stringify(result))).toEqual(expected);
    if (kind === "out") expect(refuseMessage(result as never)).toBeUndefined();
  });
});

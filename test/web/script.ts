import { setTimeout as pause } from "node:timers/promises";
import type { Button } from "#ports/controls.ts";
import type { Address, Card, InboundEvent, OutboundMessage } from "#ports/platform.ts";
import type { MemoryHost } from "./memory-host.ts";

/**
 * A small core to try the pages with: it answers with drafts and sources, hands over to the desk when asked
 * for a person, and relays between the two sides. It decides nothing that a test of the real one would.
 */
export function playCore(host: MemoryHost, options: { readonly pace?: number } = {}): void {
  const pace = options.pace ?? 20;
  const desk = "web:desk" as Address;
  const cases = new Map<
    string,
    {
      number: number;
      name: string;
      card?: string;
      owner?: { id: string; name: string };
      state: Card["state"];
    }
  >();
  let messages = 0;

  const caseOf = (student: Address, name: string) => {
    const known = cases.get(student) ?? { number: cases.size + 1, name, state: "bot" as const };
    cases.set(student, known);
    return known;
  };
  const list = () => {
    host.cases = [...cases].map(([student, { number, name, card, state, owner }]) => ({
      number,
      state,
      student: student as Address,
      studentName: name,
      updated: Date.now(),
      ...(owner === undefined ? {} : { staff: owner.name }),
      ...(card === undefined ? {} : { desk: `web:desk/${card}` as Address }),
    }));
  };
  const card = (student: Address): OutboundMessage => {
    const { number, name, state, owner } = caseOf(student, "");
    const button = (action: Button["action"], label: string, style?: "primary"): Button => ({
      action,
      label,
      value: String(number),
      ...(style && { style }),
    });
    const buttons: Record<Card["state"], Button[]> = {
      bot: [],
      waiting: [button("claim", "Claim", "primary"), button("resolve", "Resolve")],
      human: [
        button("resolve", "Resolve", "primary"),
        button("handBack", "Hand back to the bot"),
        button("release", "Release"),
      ],
      resolved: [],
    };
    const facts = [
      { label: "Why", value: "asked for a person" },
      { label: "Language", value: "English" },
    ];
    const staff = owner === undefined ? {} : { staff: owner.name };
    return {
      text: "My flex items don't wrap, and I tried everything.",
      card: { ticket: number, state, ...staff, title: `#${number} · ${name}`, facts },
      buttons: buttons[state],
    };
  };
  const answer = async (at: Address, text: string) => {
    await host.showTyping(at);
    const full = answers.find(({ when }) => when.test(text)) ?? answers.at(-1);
    if (full === undefined) return;
    const words = full.text.split(/(?<=\s)/);
    for (let shown = 3; shown < words.length; shown += 3) {
      await host.draft(at, words.slice(0, shown).join(""));
      await pause(pace);
    }
    const { when: _, ...message } = full;
    await host.say(at, { ...message, buttons: BUTTONS }, `answer-${++messages}`);
  };
  const handOver = async (at: Address) => {
    const one = caseOf(at, "");
    one.state = "waiting";
    list();
    await host.say(
      at,
      { text: `I've handed this to the team. Your ticket is **#${one.number}**.`, tone: "status" },
      `status-${one.number}`,
    );
    one.card = await host.say(desk, card(at), `card-${one.number}`);
    list();
    const thread = `web:desk/${one.card}` as Address;
    for (const shown of await host.history(at, 50)) {
      if (shown.from === "bot") continue;
      const relayed = {
        text: shown.message.text,
        as: one.name,
        tone: "student",
        files: shown.message.files ?? [],
      } as const;
      await host.say(thread, relayed, `copy-${shown.id}`);
    }
  };
  const byCase = (number: string) => [...cases].find(([, one]) => String(one.number) === number);
  const changeState = async (event: Extract<InboundEvent, { type: "action" }>) => {
    const [student, one] = byCase(event.value) ?? [];
    if (student === undefined || one === undefined) return;
    const at = student as Address;
    const say = (text: string) =>
      host.say(at, { text, tone: "status" }, `status-${one.number}-${++messages}`);
    switch (event.action) {
      case "claim":
        if (one.owner !== undefined) return;
        if (one.card === undefined) await handOver(at);
        one.state = "human";
        one.owner = { id: event.from.id, name: event.from.name };
        await say(`**${event.from.name}** is here.`);
        break;
      case "release":
        one.state = "waiting";
        delete one.owner;
        break;
      case "handBack":
        one.state = "bot";
        delete one.owner;
        await say("You are talking to the bot again.");
        break;
      case "resolve":
        one.state = "resolved";
        delete one.owner;
        await say("This is marked as solved. Write again if it is not.");
        break;
      default:
        return;
    }
    list();
    if (one.card !== undefined) await host.change(desk, one.card, card(at));
  };

  host.work = async (event) => {
    const student = event.at.startsWith("web:student/");
    if (event.type === "action") {
      if (event.action === "person") await handOver(event.at);
      else if (event.action === "simpler") await answer(event.at, "simpler");
      else await changeState(event);
      return;
    }
    if (event.type !== "message") return;
    if (student) {
      const one = caseOf(event.at, event.from.name);
      list();
      if (one.card !== undefined && one.state !== "bot") {
        const relayed = { text: event.text, as: one.name, tone: "student", files: event.files } as const;
        await host.say(`web:desk/${one.card}` as Address, relayed, `copy-${event.message}`);
        return;
      }
      if (/person|人工|老师/.test(event.text)) return handOver(event.at);
      return answer(event.at, event.text);
    }
    const [at, one] = [...cases].find(([, { card: id }]) => event.at === `web:desk/${id}`) ?? [];
    if (at === undefined || one === undefined) return;
    const inside = event.text.startsWith("//") || one.owner?.id !== event.from.id;
    if (!inside) {
      await host.say(
        at as Address,
        { text: event.text, as: event.from.name, files: event.files },
        `relay-${event.message}`,
      );
    }
    await host.mark(event.at, event.message, inside ? "internal" : "delivered");
  };
}

const BUTTONS: readonly Button[] = [
  { action: "helpful", label: "👍 Helpful", value: "1" },
  { action: "unhelpful", label: "👎 Not helpful", value: "1" },
  { action: "simpler", label: "Simpler, please", value: "1" },
  { action: "person", label: "Talk to a person", value: "1" },
];

const FLEX = "/articles/lessons/flexbox?lang=en";
type Scripted = OutboundMessage & { readonly when: RegExp };
const answers: readonly Scripted[] = [
  {
    when: /[\u4e00-\u9fff]/,
    language: "zh",
    basis: "course",
    text: "弹性盒子默认把所有子项放在**一行**里，宁可压缩也不换行。[1]\n\n在容器上加上 `flex-wrap` 就会换行：\n\n```css\n.cards {\n  display: flex;\n  flex-wrap: wrap; /* 允许换行 */\n  gap: 1rem;\n}\n```\n\n如果还是不换行，检查子项是不是设了 `flex-shrink: 0` 或固定宽度。[2]",
    citations: [
      {
        number: 1,
        title: "弹性盒子",
        path: ["换行"],
        url: "/articles/lessons/flexbox?lang=zh#换行",
        updated: "2026-09-14",
      },
      {
        number: 2,
        title: "弹性盒子",
        path: ["常见问题", "子项不换行"],
        url: "/articles/lessons/flexbox?lang=zh#换行",
        updated: "2026-09-14",
      },
    ],
  },
  {
    when: /table/,
    basis: "course",
    text: "The values compare like this: [1]\n\n| Value | What it does with items that do not fit | When you want it |\n|---|---|---|\n| `nowrap` | keeps one line and shrinks the items | a toolbar |\n| `wrap` | starts a new line below | a gallery of cards |\n| `wrap-reverse` | starts a new line above | almost never |\n",
    citations: [
      { number: 1, title: "Flexbox", path: ["Wrapping"], url: `${FLEX}#wrapping`, updated: "2026-09-14" },
    ],
  },
  {
    when: /weather/,
    basis: "unsure",
    text: "I don't know this one: the course material says nothing about it. A person can help.",
  },
  {
    when: /.?/,
    basis: "course",
    text: "By default a flex container keeps all its items on **one line** and would rather shrink them than wrap. [1]\n\nAllow the new line on the container:\n\n```css\n.cards {\n  display: flex;\n  flex-wrap: wrap; /* this is the one you miss */\n  gap: 1rem;\n}\n```\n\nIf the items still don't wrap, look for `flex-shrink: 0` or a fixed width on them. [2]",
    citations: [
      { number: 1, title: "Flexbox", path: ["Wrapping"], url: `${FLEX}#wrapping`, updated: "2026-09-14" },
      {
        number: 2,
        title: "Flexbox",
        path: ["Common problems", "Items do not wrap"],
        url: `${FLEX}#items-do-not-wrap`,
        updated: "2026-08-02",
      },
    ],
  },
];

/** The article that the scripted answers cite, in both languages. */
export function addArticles(host: MemoryHost): void {
  host.articles.set("en/lessons/flexbox", {
    title: "Flexbox",
    language: "en",
    updated: "2026-09-14",
    anchors: ["wrapping", "common-problems", "items-do-not-wrap", "items-do-not-wrap-1"],
    markdown:
      "Flexbox lays out boxes in a row or a column and decides what happens to the space between them.\n\n## Wrapping\n\nBy default everything stays on one line. With `flex-wrap` it may start another:\n\n```css\n.cards {\n  display: flex;\n  flex-wrap: wrap;\n}\n```\n\n| Value | Meaning |\n|---|---|\n| `nowrap` | one line |\n| `wrap` | as many as needed |\n\n## Common problems\n\nMost trouble comes from items that are told not to shrink.\n\n### Items do not wrap\n\n1. Is `flex-wrap` on the container, not on the items?\n2. Has an item a fixed width?\n\n> Open the developer tools and switch the rule off and on: you see at once whether it is the one.\n\nSee also [grid](07-grid.md#areas) and [refunds](../enrolment/refunds.md), or the [reference](https://developer.mozilla.org/).\n\n### Items do not wrap\n\nAgain, for those who came by another way.\n",
  });
  host.articles.set("zh/lessons/flexbox", {
    title: "弹性盒子",
    language: "zh",
    updated: "2026-09-14",
    anchors: ["换行", "常见问题"],
    markdown:
      "弹性盒子把元素排成一行或一列，并决定剩余空间怎么分配。\n\n## 换行\n\n默认所有子项都在一行里。加上 `flex-wrap` 就可以换行。\n\n## 常见问题\n\n大多数问题来自不允许收缩的子项。\n",
  });
}

import { describe, expect, test } from "vitest";
import type { Address, OutboundMessage } from "#ports/platform.ts";
import { ben, CLASS_CHANNEL, DESK_CHANNEL, mei, mia, TENANT, wordsOf } from "../fakes/teams/teams.ts";
import { newest, serve, talking } from "./serve.ts";

const stars: OutboundMessage = {
  text: "How was it?",
  choices: [
    {
      action: "stars",
      label: "Your stars",
      value: "12",
      options: [5, 4, 3, 2, 1].map((n) => ({ label: "★".repeat(n), value: String(n) })),
    },
    { action: "snooze", label: "Later", value: "12", options: [{ label: "Tomorrow", value: "1d" }] },
  ],
  buttons: [{ action: "reopen", label: "Open it again", value: "12" }],
};
const reason: OutboundMessage = {
  text: "What was missing?",
  buttons: [
    {
      action: "because",
      label: "Tell me",
      value: "12",
      form: {
        title: "What was missing?",
        submit: "Send",
        fields: [
          { name: "text", label: "In your words", lines: "many", longest: 500 },
          { name: "where", label: "Where", optional: true, value: "Lesson 3" },
        ],
      },
    },
  ],
};

describe("choices", () => {
  test("are selections, each with its own button, whose option comes back", async () => {
    const { fake, teams, host, at, conversation } = await talking();
    const { id } = await teams.send(at, stars, "k1");
    const message = newest(fake, conversation);
    // Every input of the card comes along with a press, also those of other choices.
    const inputs = { "pick:0": "4", "pick:1": "1d" };
    await fake.press(mia, conversation, message, "Choose", inputs);
    await fake.press(mia, conversation, message, "Open it again", inputs);
    expect(host.events.slice(1)).toMatchObject([
      { type: "action", action: "stars", value: "12", on: id, fields: { choice: "4" } },
      { type: "action", action: "reopen", value: "12", on: id },
    ]);
    expect(host.events.at(-1)).not.toHaveProperty("fields");
  });

  test("without a selection ask for one, and nothing happens", async () => {
    const { fake, teams, host, at, conversation } = await talking();
    await teams.send(at, stars, "k1");
    const pressed = await fake.press(mia, conversation, newest(fake, conversation), "Choose", {});
    expect(JSON.parse(pressed.body)).toMatchObject({ value: "Choose one of them first." });
    expect(host.events).toHaveLength(1);
  });
});

describe("forms", () => {
  test("open as a dialog; what is filled in comes with the button's action, once", async () => {
    const { fake, teams, host, at, conversation } = await talking();
    const { id } = await host.deliver(teams, at, reason);
    const dialog = await fake.press(mia, conversation, newest(fake, conversation), "Tell me");
    expect(host.events).toHaveLength(1);
    const { title, card } = JSON.parse(dialog.body).task.value;
    expect(title).toBe("What was missing?");
    expect(card.content.body).toMatchObject([
      { type: "Input.Text", isMultiline: true, isRequired: true, maxLength: 500 },
      { type: "Input.Text", isMultiline: false, value: "Lesson 3" },
    ]);
    const filled = { "field:text": "It was about\nlists.", "field:where": "" };
    for (let copy = 0; copy < 2; copy++) {
      const closed = await fake.submit(mia, conversation, dialog, filled);
      // Without a body the dialog closes.
      expect(closed).toMatchObject({ status: 200, body: "" });
    }
    expect(host.events.slice(1)).toMatchObject([
      {
        type: "action",
        action: "because",
        value: "12",
        on: id,
        from: { id: mia.aad },
        fields: { text: "It was about\nlists.", where: "" },
      },
    ]);
  });

  test("of a card open in its thread, for the card stands in the channel", async () => {
    const { fake, teams, host } = await serve();
    const desk = `teams:${TENANT}/c/${DESK_CHANNEL}` as Address;
    await host.deliver(teams, desk, reason);
    const [thread = ""] = fake.threads(DESK_CHANNEL);
    const [card] = fake.messages(thread);
    if (!card) throw new Error("no card");
    const dialog = await fake.press(mei, thread, card, "Tell me");
    await fake.submit(mei, thread, dialog, { "field:text": "x" });
    expect(host.events).toMatchObject([{ action: "because", on: card.id, from: { kind: "staff" } }]);
  });

  test("that are not known any more let the action straight through", async () => {
    const { fake, teams, host, at, conversation } = await talking();
    const { id } = await teams.send(at, reason, "k1");
    const answer = await fake.press(mia, conversation, newest(fake, conversation), "Tell me");
    expect(JSON.parse(answer.body)).toEqual({ task: { type: "message", value: "✓" } });
    expect(host.events.slice(1)).toMatchObject([{ action: "because", value: "12", on: id }]);
    // And the same where the button has lost its form.
    const plain = reason.buttons?.map(({ form: _, ...button }) => button) ?? [];
    host.stands(at, id, { ...reason, buttons: plain });
    await fake.press(mia, conversation, newest(fake, conversation), "Tell me");
    expect(host.events).toHaveLength(2);
  });

  test("with hostile or endless fields do no harm", async () => {
    const { fake, teams, host, at, conversation } = await talking();
    await host.deliver(teams, at, reason);
    const dialog = await fake.press(mia, conversation, newest(fake, conversation), "Tell me");
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`field:n${n}`, "x"]));
    await fake.submit(mia, conversation, dialog, {
      ...many,
      "field:text": `${"y".repeat(20_000)}\ud800\0`,
      "field:__proto__": "polluted",
    });
    const event = host.events.at(-1);
    if (event?.type !== "action") throw new Error("nothing came");
    expect(Object.keys(event.fields ?? {}).length).toBeLessThanOrEqual(25);
    expect(JSON.stringify(event)).not.toMatch(/y{10001}/);
    expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  });
});

describe("words for one person", () => {
  test("go to their own chat with the bot, which is made if need be, and nobody else sees them", async () => {
    const { fake, teams } = await serve();
    const asked = await fake.post(ben, CLASS_CHANNEL, "my grade?", { mention: true });
    const thread = `teams:${TENANT}/c/${CLASS_CHANNEL}/${asked.id}` as Address;
    const sent = await teams.send(thread, { text: "You have a B.", only: ben.aad }, "k1");
    expect(sent.repliesAt).toBe(`teams:${TENANT}/p/${fake.chat(ben)}`);
    expect(fake.messages(fake.chat(ben)).map(wordsOf)).toEqual(["You have a B."]);
    expect(fake.messages(`${CLASS_CHANNEL};messageid=${asked.id}`).map(wordsOf).join()).not.toContain("B.");
    await teams.send(thread, { text: "And an A.", only: ben.aad }, "k2");
    // The chat is asked for once.
    expect(
      fake.calls.filter(({ path, method }) => method === "POST" && path.endsWith("/v3/conversations")),
    ).toHaveLength(1);
  });

  test("in a chat stay there", async () => {
    const { fake, teams, at, conversation } = await talking();
    await teams.send(at, { text: "Yes.", only: mia.aad }, "k1");
    expect(wordsOf(newest(fake, conversation))).toBe("Yes.");
  });

  test("S16 to somebody the bot may not write to are denied, and are not said aloud instead", async () => {
    const { fake, teams } = await serve();
    const asked = await fake.post(ben, CLASS_CHANNEL, "my grade?", { mention: true });
    fake.chats.clear();
    const thread = `teams:${TENANT}/c/${CLASS_CHANNEL}/${asked.id}` as Address;
    const sending = teams.send(thread, { text: "You have a B.", only: ben.aad }, "k1");
    await expect(sending).rejects.toMatchObject({ fault: "denied" });
    expect(fake.messages(`${CLASS_CHANNEL};messageid=${asked.id}`)).toHaveLength(1);
  });
});

describe("the menu of a message", () => {
  const line = { id: "1790000000900", from: ben.id, activity: { text: "Why is <b>this</b> loop endless?" } };

  test("Ask about this is answered in the own chat, once", async () => {
    const { fake, host } = await serve();
    for (let copy = 0; copy < 2; copy++) {
      const answer = await fake.choose(mia, "ask", line, ben);
      expect(JSON.parse(answer.body).task.value).toBe("The answer comes in our own chat.");
    }
    expect(host.events).toMatchObject([
      {
        type: "message",
        at: `teams:${TENANT}/p/${fake.chat(mia)}`,
        from: { id: mia.aad },
        text: "Why is **this** loop endless?",
      },
    ]);
  });

  test("Open a ticket asks what about, and brings the message along", async () => {
    const { fake, host } = await serve();
    const dialog = await fake.choose(mia, "ticket", line, ben);
    expect(host.events).toEqual([]);
    expect(JSON.parse(dialog.body).task.value.title).toBe("Open a ticket");
    const closed = await fake.submitChosen(mia, "ticket", line, ben, { text: "He is stuck." });
    expect(closed).toMatchObject({ status: 200, body: "{}" });
    expect(host.events).toMatchObject([
      {
        type: "action",
        action: "ticket",
        at: `teams:${TENANT}/p/${fake.chat(mia)}`,
        fields: { text: "He is stuck." },
        about: {
          message: line.id,
          from: { id: ben.aad, name: "Ben" },
          text: "Why is **this** loop endless?",
        },
      },
    ]);
  });

  test("says what to do where the bot may not write to who chose it, and where there are no words", async () => {
    const { fake, host } = await serve();
    const empty = { ...line, activity: { text: "" } };
    const wordless = await fake.choose(mia, "ask", empty, ben);
    expect(JSON.parse(wordless.body).task.value).toBe("There are no words in this message.");
    fake.chats.clear();
    const unreachable = await fake.choose(ben, "ask", line, ben);
    expect(JSON.parse(unreachable.body).task.value).toContain("write to me once");
    expect(host.events).toEqual([]);
  });

  test("an unknown command, and a chosen message that is none, are nothing to us", async () => {
    const { fake, host } = await serve();
    expect((await fake.choose(mia, "delete", line, ben)).status).toBe(200);
    const value = { commandId: "ask", messagePayload: { id: {}, body: 7 } };
    await fake.tell(mia, CLASS_CHANNEL, {
      type: "invoke",
      name: "composeExtension/fetchTask",
      id: "f:1",
      value,
    });
    expect(host.events).toEqual([]);
  });
});

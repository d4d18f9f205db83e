import type { InboundEvent } from "#ports/platform.ts";
import { studentCommand } from "../../conversation/commands.ts";
import { BECAUSE, type Conversation, type Turn } from "../../conversation/conversation.ts";
import { botMayAnswer } from "../../conversation/handoff.ts";
import type { Brings } from "../../conversation/input.ts";
import { phrases } from "../../conversation/phrases/phrases.ts";
import { policy } from "../../conversation/policy.ts";
import { isAboutClosed } from "../../conversation/student/asked.ts";
import { dueAt } from "../../conversation/ticket/deadline.ts";
import type { Read } from "../../materials/material.ts";
import { type Keep, safeFiles } from "../../materials/safe.ts";
import { starsOfClosing } from "../../store/cases/audit.ts";
import { rateTurn, setBecause } from "../../store/cases/turns.ts";
import { openCasesOf } from "../../store/conversations.ts";
import { messageShown } from "../../store/history.ts";
import { insertInternal, suppressEvent } from "../../store/inbox.ts";
import type { Tx } from "../../store/transactor.ts";
import { plainReading, type Reading } from "../../understanding/reading.ts";
import { lines } from "../thinker.ts";
import { callHelp } from "./accept.ts";
import { deleteMessage, edit } from "./changes.ts";
import { platformOf } from "./find.ts";
import { listOwn } from "./queries.ts";
import { react } from "./reactions.ts";
import { openCase, personOf, recordTurn } from "./record.ts";
import { openTicket } from "./ticket.ts";
import type { EventOf, Handled, Work } from "./work.ts";

/** Handles what happens on a student's side. */
export async function handleStudent(work: Work, handled: Handled): Promise<void> {
  const { pending, event, conversation } = handled;
  switch (event.type) {
    case "message":
      return hear(work, { pending, event, conversation });
    case "action":
      return act(work, { pending, event, conversation });
    case "edited":
      return edit(work, { pending, event, conversation });
    case "deleted":
      return deleteMessage(work, { pending, event, conversation });
    case "reaction":
      return react(work, { pending, event, conversation });
    case "left":
      return leave(work, { pending, event, conversation });
  }
}

async function hear(work: Work, handled: Handled<EventOf<"message">>): Promise<void> {
  const { pending, event, conversation } = handled;
  const isOpen = conversation !== undefined && conversation.state.name !== "resolved";
  // One of the staff speaks to the student where the student writes: people talk, and the bot does not join in.
  if (isOpen && event.from.kind === "staff" && event.from.id !== conversation.student.id)
    return work.suppress(pending, "staff spoke to the student there");
  const history = await work.turns(conversation);
  const reading = work.parts.understand(event.text, lines(history), event.from.locale);
  // People talk in a channel; what is no question to anybody is left alone.
  if (event.overheard && !isOpen && !reading.question && !reading.crisis)
    return work.suppress(pending, "overheard, and no question");
  if (studentCommand(event.text)) return listOwn(work, handled);
  const { secondLook } = work.parts;
  const mayAnswer = conversation === undefined || botMayAnswer(conversation.state);
  if (secondLook && mayAnswer && !reading.crisis) {
    const told = { text: event.text, history: lines(history), student: event.from.id };
    const look = () => secondLook(reading, told);
    const isAnswered = reading.wants === "answer";
    return ask(work, handled, {
      history,
      reading: isAnswered ? await work.thinker.atWork(event.at, look) : await look(),
    });
  }
  return ask(work, handled, { history, reading });
}

async function act(work: Work, handled: Handled<EventOf<"action">>): Promise<void> {
  const { event, conversation } = handled;
  switch (event.action) {
    case "tickets":
      return listOwn(work, handled);
    case "ticket":
      return openTicket(work, handled, { text: event.fields?.["text"] ?? "", about: event.about });
    case "simpler":
      if (conversation && botMayAnswer(conversation.state)) {
        const history = await work.turns(conversation);
        return ask(work, handled, { history, reading: plainReading(conversation.language, "simpler") });
      }
      return press(work, handled);
    default:
      return press(work, handled);
  }
}

async function ask(
  work: Work,
  { pending, event, conversation }: Handled<EventOf<"message" | "action">>,
  asked: { history: readonly Turn[]; reading: Reading },
): Promise<void> {
  const label = phrases(asked.reading.language).buttons.simpler;
  const { text, files: sent } = event.type === "message" ? event : { text: label, files: [] };
  const isClosed = conversation?.state.name === "resolved";
  // What was said in a case that is over is not part of a new question.
  const history = isClosed ? [] : asked.history;
  const ongoing = isClosed ? undefined : conversation;
  const words = {
    ...{ text, reading: asked.reading, history: lines(history), student: event.from.id },
    ...(ongoing && { conversation: ongoing.number }),
  };
  const question = await work.thinker.withFiles(ongoing, event.at, { question: words, files: sent });
  const { reading } = question;
  // Staff see no personal data of a picture either.
  const keep: Keep = (file) => work.parts.store.keepFile(file);
  const files = question.files ? await safeFiles(sent, question.files, keep) : sent;
  const read = readIn(question.files);
  const answer = await work.thinker.answer(ongoing, event.at, question);
  const isAbout = !isClosed || isAboutClosed(conversation, { reading, answer }, work.now);
  const open = isAbout ? conversation : undefined;
  return work.finish(pending, open, async (tx) => {
    const now = work.now;
    const found = open ?? (await openCase(tx, event.at, event.from, { language: reading.language, now }));
    const current = withZone(found, event);
    const written = event.type === "message" ? { ...event, files } : event;
    const turn = await recordTurn(tx, current, written, { side: "student", text, ...(read && { read }) });
    const due = dueAt(text, now);
    const input = { type: "asked", turn, text, files, reading, answer, due } as const;
    // Danger that was read in a picture was not heard while accepting.
    const { crisis } = reading;
    if (crisis) await callHelp(tx, work.parts, event, { ...reading, crisis });
    // Nobody else writes in the lane: what was said is the history with this.
    const said = { number: turn, side: "student", by: "student", internal: false, files, text } as const;
    const before = open ? asked.history : [];
    const by = { author: personOf(event.from), time: event.time };
    const turns = [...before, { ...said, ...by, ...(read && { read }) }];
    return { conversation: current, isNew: !open, answers: turn, turns, input };
  });
}

/** What ends a case or opens it again is for the one that it names. */
function isOfAnother({ action, value }: EventOf<"action">, { number }: Conversation): boolean {
  return (action === "solved" || action === "reopen") && value !== "" && value !== String(number);
}

/** The error that the files tell of, else how they begin; `undefined` when nothing was read. */
function readIn(files: Read | undefined): string | undefined {
  const found = files?.materials.map(({ error, text }) => (error?.context ?? text).trim());
  const words = found?.filter((one) => one !== "").join("\n");
  return words ? [...words].slice(0, policy.charactersRead).join("") : undefined;
}

function withZone(conversation: Conversation, { from }: InboundEvent): Conversation {
  const { timeZone } = from;
  const isStudent = from.id === conversation.student.id;
  return timeZone !== undefined && isStudent ? { ...conversation, timeZone } : conversation;
}

async function press(
  work: Work,
  { pending, event, conversation }: Handled<EventOf<"action">>,
): Promise<void> {
  const { action, from, on } = event;
  if (!conversation && action !== "person") return work.suppress(pending, "button without a case");
  if (conversation && isOfAnother(event, conversation))
    return work.suppress(pending, "button of another case");
  // A way to a person on an old answer opens a case of its own.
  const current = action === "person" && conversation?.state.name === "resolved" ? undefined : conversation;
  return work.finish(pending, current, async (tx) => {
    const language = conversation?.language ?? (from.locale?.startsWith("zh") ? "zh" : "en");
    const open = current ?? (await openCase(tx, event.at, from, { language, now: work.now }));
    const shown = on === undefined ? undefined : await messageShown(tx, event.at, on);
    const rating = action === "helpful" ? 1 : action === "unhelpful" ? -1 : undefined;
    // A second click says nothing new.
    if (rating && (shown?.turn === undefined || !(await rateTurn(tx, shown.turn, rating))) && shown)
      return undefined;
    if (action === "because" && !(await keepReason(tx, open, shown?.turn, event.value))) return undefined;
    const brings = action === "stars" ? await starsOf(tx, open, event) : undefined;
    if (action === "stars" && !brings) return undefined;
    const person = personOf(from);
    const input = { type: "pressed", action, by: "student", person, on: shown?.turn } as const;
    return { conversation: open, isNew: !current, input: { ...input, ...(brings && { brings }) } };
  });
}

/** `7.wrong` says so of the answer on which it stands; once. `false` for anything else. */
async function keepReason(
  tx: Tx,
  { number: conversation }: Conversation,
  turn: number | undefined,
  value: string,
): Promise<boolean> {
  const because = BECAUSE.find((one) => value === `${conversation}.${one}`);
  if (because === undefined || turn === undefined) return false;
  return setBecause(tx, { conversation, number: turn }, because);
}

/** `7.2` rates the second closing of case 7 with what was chosen, `7.2.4` adds a word to its four stars. */
async function starsOf(
  tx: Tx,
  { number, ticket }: Conversation,
  { value, fields }: EventOf<"action">,
): Promise<Brings | undefined> {
  const [of, closing = 0] = value.split(".").map(Number);
  // Only the last closing: an older one is over, and a later one never was.
  if (of !== number || closing !== ticket.closings) return undefined;
  const given = await starsOfClosing(tx, number, closing);
  const words = fields?.["words"]?.trim();
  const chosen = Number(fields?.["choice"] ?? fields?.["stars"]);
  const count = given?.stars ?? chosen;
  if (!Number.isInteger(count) || count < 1 || count > 5) return undefined;
  const choice = given && given.words === undefined ? words : undefined;
  return { stars: { closing, count, isNew: given === undefined }, ...(choice && { choice }) };
}

/** Each open case of the student hears of it in its own turn. */
async function leave(work: Work, { pending, event }: Handled<EventOf<"left">>): Promise<void> {
  await work.parts.store.transact(async (tx) => {
    const student = { platform: platformOf(event.at), id: event.from.id };
    for (const { number } of await openCasesOf(tx, student))
      await insertInternal(tx, `left:${event.id}:${number}`, {
        type: "left",
        conversation: number,
        time: work.now,
      });
    return suppressEvent(tx, pending, "told to each case");
  });
}

import { staffCommand } from "../../conversation/commands.ts";
import { policy } from "../../conversation/policy.ts";
import { answerTo, forgetTurn, setTurn, turnsUpTo, turnWritten } from "../../store/cases/turns.ts";
import { copyOf } from "../../store/sending/settle.ts";
import type { EventOf, Handled, Work } from "./work.ts";

/** A message that somebody wrote was changed. Equal words are no change. */
export async function edit(
  work: Work,
  { pending, event, conversation }: Handled<EventOf<"edited">>,
): Promise<void> {
  const found = await work.parts.store.read(async (db) => {
    const turn = await turnWritten(db, event.at, event.message);
    return turn && { turn, answered: await answerTo(db, turn.number, turn.conversation) };
  });
  if (!conversation || !found || found.turn.author.id !== event.from.id)
    return work.suppress(pending, "edit of a message that is not theirs");
  const { turn, answered } = found;
  const text = turn.side === "desk" ? wordsOf(event.text) : event.text;
  if (turn.text === text) return work.suppress(pending, "edit without a difference");
  const read =
    turn.side === "student"
      ? await work.thinker.answerAgain(conversation, turn, text, await work.turns(conversation))
      : undefined;
  // Danger counts in every message, not only in the newest question.
  const anew = turn.side === "student" ? work.parts.understand(text, []) : undefined;
  return work.finish(pending, conversation, async (tx) => {
    await setTurn(tx, turn.number, { text });
    const { answer, reading = anew?.crisis && anew } = read ?? {};
    const again = answer && answered !== undefined ? { answer, turn: answered } : undefined;
    const { number } = conversation;
    const copy =
      turn.side === "desk"
        ? await copyOf(tx, { conversation: number, turn: turn.number, now: work.now })
        : undefined;
    return { input: { type: "edited", turn, text, reading, again, ...(copy && { copy }) } };
  });
}

/** The words of a reply that was typed as a command are what stands after it; any other command stays inside. */
function wordsOf(text: string): string {
  const command = staffCommand(text);
  if (command === undefined) return text;
  return "action" in command && command.action === "reply" ? command.text : `// ${text}`;
}

export async function deleteMessage(
  work: Work,
  { pending, event, conversation }: Handled<EventOf<"deleted">>,
): Promise<void> {
  const turn = await work.parts.store.read((db) => turnWritten(db, event.at, event.message));
  if (!conversation || !turn || turn.author.id !== event.from.id)
    return work.suppress(pending, "deletion of a message that is not theirs");
  return work.finish(pending, conversation, async (tx) => {
    const { number, ticket } = conversation;
    await forgetTurn(tx, turn.number);
    const answeredBy = await answerTo(tx, turn.number, number);
    const accounts = [];
    for (const last of ticket.handed.filter((one) => one >= turn.number)) {
      const turns = await turnsUpTo(tx, number, last, policy.linesRemembered);
      accounts.push({ last, turns: turns.filter((one) => one.number !== answeredBy) });
    }
    return { input: { type: "deleted", turn, answeredBy, accounts } };
  });
}

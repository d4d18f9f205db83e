import { randomUUID } from "node:crypto";
import type { Push } from "../../../adapters/web/wire.ts";
import { webSeat } from "../../dialogues/runner/seats/web.ts";
import type { Visitor } from "../../web/visitor.ts";
import { type CreateStage, type Scene, staff } from "./way.ts";

type Writing = {
  readonly canary: string;
  readonly page: Visitor;
  readonly at: string;
  readonly scene: Scene;
};

/** The web desk: what its page can post besides lines, and all that was pushed to students' pages. */
export const webStage: CreateStage = async (clock) => {
  const seat = await webSeat(clock);
  const open = new Set<string>();
  let pushed: (readonly Push[])[] = [];

  /** A student's page, which listens as long as the chat lasts. */
  const listen = async (student: string) => {
    const page = await seat.visitor({ name: student, isStaff: false });
    const heard = page.hear([seat.talk(student).slice("web:".length)], (pushes) => {
      if (!pushed.includes(pushes)) pushed = [...pushed, pushes];
      return false;
    });
    // The stream breaks off when the chat is closed.
    await heard.catch(() => undefined);
  };
  const way = (write: (writing: Writing) => Promise<unknown>) => async (scene: Scene) => {
    const page = await seat.visitor(staff(scene.writer));
    await write({ canary: scene.canary, page, at: scene.thread.slice("web:".length), scene });
  };
  const post = (event: (writing: Writing) => object) =>
    way((writing) => writing.page.post("/events", { at: writing.at, id: randomUUID(), ...event(writing) }));
  const upload = async ({ page, at }: Writing, name: string): Promise<string> => {
    const answer = await page.upload(name, new TextEncoder().encode(name), at);
    return ((await answer.json()) as { token: string }).token;
  };
  const withFile = (text: (canary: string) => string, name: (canary: string) => string) =>
    way(async (writing) => {
      const { page, at, canary } = writing;
      const files = [await upload(writing, name(canary))];
      await page.post("/events", { at, id: randomUUID(), type: "message", text: text(canary), files });
    });

  return {
    seat: {
      ...seat,
      talk(student) {
        if (!open.has(student)) void listen(student);
        open.add(student);
        return seat.talk(student);
      },
    },
    lines: {
      "a file only": withFile(
        () => "",
        (canary) => `${canary}.txt`,
      ),
      "a file with a comment": withFile(
        (canary) => canary,
        () => "log.txt",
      ),
      "a line with a name of its own": post(({ canary }) => ({
        type: "message",
        text: canary,
        as: "Mia",
        from: { kind: "staff" },
        visibility: "everyone",
      })),
      "an empty line with fields": post(({ canary }) => ({
        type: "message",
        text: "",
        fields: { words: canary },
      })),
    },
    notes: {
      "a note with a file": withFile(
        () => "// see",
        (canary) => `${canary}.txt`,
      ),
      "a file that is uploaded and not sent": way((writing) => upload(writing, `${writing.canary}.txt`)),
      "the desk, not the thread": post(({ canary }) => ({ at: "desk", type: "message", text: canary })),
      "a thread of no case": post(({ canary }) => ({ at: "desk/none", type: "message", text: canary })),
      "a longer place than the thread": post(({ at, canary }) => ({
        at: `${at}/1`,
        type: "message",
        text: canary,
      })),
      "the student's own place": post(({ canary, scene }) => ({
        at: `student/site-${scene.student.toLowerCase()}`,
        type: "message",
        text: canary,
      })),
      "an edit of another's message": post(({ canary }) => ({
        type: "edited",
        message: "staff-site-bo.00000000",
        text: canary,
      })),
      "an edit of a message that never was": way(async ({ canary, page, at, scene }) => {
        const message = `staff-site-${scene.writer.name.toLowerCase()}.${randomUUID()}`;
        await page.post("/events", { at, id: randomUUID(), type: "edited", message, text: canary });
      }),
      "a message without a place": post(({ canary }) => ({ at: canary, type: "message", text: canary })),
      "words with typing": way(({ canary, page, at }) => page.post("/typing", { at, text: canary })),
      "a reaction with words": post(({ canary }) => ({
        type: "reaction",
        message: "card",
        emoji: canary,
        added: true,
      })),
      "an action of that name": post(({ canary }) => ({ type: "action", action: canary, value: canary })),
      "a student who writes in the thread": way(async ({ canary, at }) => {
        const page = await seat.visitor({ name: "Guest", isStaff: false });
        await page.post("/events", { at, id: randomUUID(), type: "message", text: canary });
      }),
      "“New ticket” with words": post(({ canary }) => ({
        type: "action",
        action: "ticket",
        value: "",
        fields: { text: canary },
      })),
    },
    sent: () => pushed.flat().map((push) => JSON.stringify(push)),
  };
};

import type { Address, InboundEvent } from "#ports/platform.ts";
import { MemoryPlatform } from "../../../memory-platform.ts";
import type { CreateSeat, Person } from "../seat.ts";

/** People on a platform in memory: the quickest way to play a dialogue. */
export const memorySeat: CreateSeat = async (clock) => {
  const platform = new MemoryPlatform("memory");
  let count = 0;
  const hear = async (person: Person, at: Address, event: Record<string, unknown>): Promise<void> => {
    count += 1;
    const { name, isStaff } = person;
    const from = { id: name.toLowerCase(), name, kind: isStaff ? "staff" : "student" };
    const told = { id: `event-${count}`, at, from, time: clock.now(), ...event };
    await platform.host?.accept(told as InboundEvent);
  };
  return {
    platform,
    desk: "memory:desk" as Address,
    serveAt: () => undefined,
    connected: async () => undefined,
    talk: (student) => `memory:student/${student.toLowerCase()}` as Address,
    async say(person, at, text) {
      const message = `written-${count}`;
      await hear(person, at, { type: "message", message, text, files: [] });
      return message;
    },
    edit: (person, at, message, text) => hear(person, at, { type: "edited", message, text }),
    remove: (person, at, message) => hear(person, at, { type: "deleted", message }),
    press: (person, at, message, pressed) =>
      hear(person, at, { type: "action", ...pressed, ...(message !== undefined && { on: message }) }),
    react: (person, at, message, reaction) => hear(person, at, { type: "reaction", message, ...reaction }),
    leave: (person) =>
      hear(person, `memory:student/${person.name.toLowerCase()}` as Address, { type: "left" }),
    close: async () => undefined,
  };
};

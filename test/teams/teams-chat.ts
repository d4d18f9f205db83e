import type { Action, Address, Fault, OutboundMessage, Platform } from "#ports/platform.ts";
import type { Answerer } from "../../src/answering/question.ts";
import type { Chat, Seen, Side, Who } from "../dialogues/runner/chat.ts";
import { DESK_CHANNEL, type Person, TENANT } from "../fakes/teams/teams.ts";
import { createStage, desk, type Stage } from "./stage.ts";

/** What the Connector answers when a dialogue makes a side fail. */
const statuses: Readonly<Record<Exclude<Fault, "ambiguous">, number>> = {
  limited: 429,
  unavailable: 401,
  gone: 404,
  denied: 403,
  invalid: 400,
};

/** A chat with Teams on both sides: people in the fake, the stock SDK between, the core as it is. */
export async function createTeamsChat(answerer: Answerer): Promise<Chat> {
  const watched = new Watched();
  const stage = await createStage(answerer, (platform) => watched.watch(platform));
  return new TeamsChat(stage, watched);
}

class TeamsChat implements Chat {
  readonly #stage: Stage;
  readonly #watched: Watched;
  readonly #faults = new Map<Side, Fault>();
  readonly #people = new Map<string, Person>();
  readonly #wrote = new Map<string, { readonly conversation: string; readonly id: string }[]>();

  constructor(stage: Stage, watched: Watched) {
    this.#stage = stage;
    this.#watched = watched;
    watched.nameAt = (at) =>
      [...this.#people.values()].find((person) => at.endsWith(stage.fake.chat(person)))?.name ?? "?";
    stage.fake.fault = ({ conversation = DESK_CHANNEL, method }) => {
      const fault = this.#faults.get(conversation.startsWith(DESK_CHANNEL) ? "desk" : "student");
      if (!fault || method === "GET") return undefined;
      return fault === "ambiguous" ? { taken: 502 } : { status: statuses[fault], code: fault };
    };
  }

  async say(who: Who, text: string): Promise<void> {
    const { fake } = this.#stage;
    const person = this.#person(who);
    const conversation = this.#conversation(who);
    const [, root] = conversation.split(";messageid=");
    const { id, status } = await (root === undefined
      ? fake.say(person, text)
      : fake.post(person, DESK_CHANNEL, text, { root }));
    if (status !== 200) throw new Error(`Teams was answered ${status}`);
    this.#wrote.set(who.name, [...(this.#wrote.get(who.name) ?? []), { conversation, id }]);
  }

  async edit(who: Who, nth: number, text: string): Promise<void> {
    const { conversation, id } = this.#written(who, nth);
    await this.#stage.fake.change(this.#person(who), conversation, id, text);
  }

  async remove(who: Who, nth: number): Promise<void> {
    const { conversation, id } = this.#written(who, nth);
    await this.#stage.fake.erase(this.#person(who), conversation, id);
  }

  async press(who: Who, action: Action, forged: boolean): Promise<void> {
    const { fake } = this.#stage;
    const conversation = this.#conversation(who);
    const shown = forged ? undefined : this.#watched.newest(conversation, action);
    if (!forged && !shown) throw new Error(`no button ${action} stands before ${who.name}`);
    const { id, name, aad } = this.#person(who);
    const value = shown?.message.buttons?.find((button) => button.action === action)?.value ?? "1";
    await fake.deliver(
      fake.wrap({
        type: "invoke",
        name: "adaptiveCard/action",
        id: `f:${fake.nextId()}`,
        ...(shown && { replyToId: shown.id }),
        from: { id, name, aadObjectId: aad },
        conversation: {
          id: conversation,
          conversationType: conversation.startsWith(DESK_CHANNEL) ? "channel" : "personal",
        },
        value: { action: { type: "Action.Execute", verb: action, data: { action, value } } },
      }),
    );
  }

  async pass(ms: number): Promise<void> {
    this.#stage.clock.time += ms;
  }

  fail(side: Side, fault: Fault | undefined): void {
    if (fault) this.#faults.set(side, fault);
    else this.#faults.delete(side);
    this.#watched.isBroken = (at) => this.#faults.has(sideOf(at));
  }

  async seen(): Promise<readonly Seen[]> {
    await this.#stage.idle();
    return this.#watched.seen.splice(0);
  }

  /** The stage ends with its test. */
  async close(): Promise<void> {
    await this.#stage.idle();
  }

  #conversation(who: Who): string {
    if (who.side === "student") return this.#stage.fake.chat(this.#person(who));
    const { cards } = this.#watched;
    const root = who.ticket === undefined ? [...cards.values()].at(-1) : cards.get(who.ticket);
    if (!root) throw new Error("the desk has no card to answer under");
    return `${DESK_CHANNEL};messageid=${root}`;
  }

  #person({ name, side }: Who): Person {
    const hex = Buffer.from(name.toLowerCase()).toString("hex").padStart(12, "0").slice(-12);
    const aad = `cccccccc-0000-4000-8000-${hex}`;
    const person = this.#people.get(name) ?? { id: `29:${name.toLowerCase()}`, name, aad };
    this.#people.set(name, person);
    const staff = this.#stage.fake.members.get(DESK_CHANNEL);
    if (side === "desk" && !staff?.some(({ id }) => id === aad))
      staff?.push({ id: aad, userRole: "user", tenantId: TENANT });
    return person;
  }

  #written(who: Who, nth: number): { readonly conversation: string; readonly id: string } {
    const found = this.#wrote.get(who.name)?.[nth - 1];
    if (!found) throw new Error(`${who.name} has not written message ${nth}`);
    return found;
  }
}

/** Looks at what goes to Teams and came through, in the core's own words. */
class Watched {
  readonly seen: Seen[] = [];
  readonly cards = new Map<number, string>();
  readonly #standing: { readonly at: Address; readonly id: string; message: OutboundMessage }[] = [];
  nameAt: (at: Address) => string = () => "?";
  /** Teams has no marks that could fail; a dialogue expects none while a side is broken. */
  isBroken: (at: Address) => boolean = () => false;

  watch(platform: Platform): Platform {
    return {
      ...platform,
      send: async (to, message, key) => {
        const sent = await platform.send(to, message, key);
        if (message.card) this.cards.set(message.card.ticket, sent.id);
        this.#standing.push({ at: sent.repliesAt, id: sent.id, message });
        this.seen.push(this.#sight(to, "new", message));
        return sent;
      },
      edit: async (at, id, message) => {
        await platform.edit(at, id, message);
        const standing = this.#standing.find((one) => one.id === id);
        if (standing) standing.message = message;
        this.seen.push(this.#sight(at, "changed", message));
      },
      remove: async (at, id) => {
        await platform.remove(at, id);
        const index = this.#standing.findIndex((one) => one.id === id);
        const [gone] = index < 0 ? [] : this.#standing.splice(index, 1);
        this.seen.push({ at: this.#viewer(at), how: "gone", text: gone?.message.text ?? "" });
      },
      mark: async (at, id, mark) => {
        await platform.mark(at, id, mark);
        if (!this.isBroken(at)) this.seen.push({ at: this.#viewer(at), how: "marked", mark, text: "" });
      },
    };
  }

  newest(conversation: string, action: Action) {
    const [chat = "", root] = conversation.split(";messageid=");
    const end = root === undefined ? chat : `${chat}/${root}`;
    return this.#standing.findLast(
      ({ at, message }) => at.endsWith(end) && message.buttons?.some((button) => button.action === action),
    );
  }

  #sight(at: Address, how: "new" | "changed", message: OutboundMessage): Seen {
    const { card, text, as, buttons = [] } = message;
    const words = card ? `${card.title} (${card.facts.map(({ value }) => value).join(", ")}) ${text}` : text;
    return { at: this.#viewer(at), how, text: words, as, buttons: buttons.map(({ action }) => action) };
  }

  #viewer(at: Address): Seen["at"] {
    return sideOf(at) === "desk" ? { side: "desk" } : { side: "student", name: this.nameAt(at) };
  }
}

function sideOf(at: Address): Side {
  return at === desk || at.startsWith(`${desk}/`) ? "desk" : "student";
}

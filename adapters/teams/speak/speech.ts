import {
  type Address,
  type Found,
  type Host,
  type OutboundMessage,
  PlatformError,
  type Reaction,
  type Sent,
  type Signal,
} from "#ports/platform.ts";
import { address, base, conversationId, type Place, place } from "../address.ts";
import { reactionOf } from "../read/emoji.ts";
import { type Link, offer, type Rendered, render } from "../render.ts";
import type { Connector, Where } from "./connector.ts";
import { createDrafts } from "./drafts.ts";
import type { createGate } from "./gate.ts";
import { createOffers } from "./offers.ts";
import type { Places } from "./places.ts";
import type { createReactions } from "./reactions.ts";

type Parts = {
  readonly host: Host;
  readonly connector: Connector;
  readonly react: ReturnType<typeof createReactions>;
  readonly places: Places;
  readonly gate: ReturnType<typeof createGate>;
  readonly link: Link;
  readonly now: () => number;
};

/** Everything that the bot says, shows and takes back in Teams. Throws PlatformError. */
export type Speech = {
  send(to: Address, message: OutboundMessage, key: string): Promise<Sent>;
  find(to: Address, key: string): Promise<Found>;
  edit(at: Address, id: string, message: OutboundMessage): Promise<void>;
  remove(at: Address, id: string): Promise<void>;
  react(at: Address, id: string, reaction: Reaction): Promise<void>;
  signal(to: Address, signal: Signal): Promise<void>;
  /** A person's own chat with the bot; `undefined` where the bot may not write to them. */
  direct(tenant: string, person: string): Promise<Address | undefined>;
  stop(): Promise<void>;
};

export function createSpeech({ host, connector, react, places, gate, link, now }: Parts): Speech {
  /** Runs a call on the conversation of a place, unless the Connector has asked for quiet there. */
  const calling = async <T>(
    at: Address,
    call: (where: Where, here: Place) => Promise<T>,
    limitOf = (place: Address) => place,
  ): Promise<T> => {
    const here = placeOf(at);
    const serviceUrl = await places.serviceUrl(here);
    return gate(limitOf(base(here)), () => call({ serviceUrl, conversation: conversationId(here) }, here));
  };
  const post = (to: Address, activity: Rendered): Promise<Sent> =>
    calling(to, async (where, here) => {
      if (here.kind !== "channel") {
        const id = await connector.post(where, activity);
        // Where the bot has spoken, it hears what is answered. It is posted, whatever happens here.
        if (here.kind === "thread") await claim(to);
        return { id, repliesAt: to };
      }
      const root = await connector.open(where, activity);
      const thread = address({ ...here, kind: "thread", root });
      await claim(thread);
      return { id: root, repliesAt: thread };
    });
  const claim = (thread: Address) =>
    places.claim(thread).catch(() => host.log.error("teams: thread not remembered"));
  const change = (at: Address, id: string, activity: Rendered) =>
    calling(at, (where, here) => connector.edit(around(where, here, id), id, activity));
  const remove = async (at: Address, id: string) => {
    try {
      await calling(at, (where, here) => connector.remove(around(where, here, id), id));
    } catch (error) {
      if (!isFault(error, "gone")) throw error;
    }
  };
  const direct = async (tenant: string, person: string): Promise<Address | undefined> => {
    const known = await places.chatOf(tenant, person);
    if (known) return address(known);
    const here: Place = { kind: "chat", tenant, chat: person };
    const id = (await places.memberOf(tenant, person)) ?? person;
    try {
      const chat = await connector.chatWith(await places.serviceUrl(here), { id, tenant });
      await places.remember(tenant, person, chat);
      return address({ kind: "chat", tenant, chat });
    } catch (error) {
      if (isFault(error, "denied") || isFault(error, "gone") || isFault(error, "invalid")) return undefined;
      // Nobody was written to yet: making the chat again makes the same one.
      throw isFault(error, "ambiguous") ? new PlatformError("unavailable", { cause: error }) : error;
    }
  };

  const drafts = createDrafts({
    host,
    post: async (at, activity) => (await post(at, activity)).id,
    edit: change,
    remove,
    now,
  });
  const offers = createOffers(host, (to) => post(to, offer));

  return {
    async send(to, message, key) {
      const here = placeOf(to);
      const activity = render(message, link);
      if (message.only !== undefined && here.kind !== "chat") {
        const chat = await direct(here.tenant, message.only);
        if (!chat) throw new PlatformError("denied", { cause: "the bot may not write to this person" });
        await offers.never(key);
        return post(chat, activity);
      }
      const card = offers.standing(key);
      if (card) {
        await change(to, card.id, activity);
        return card;
      }
      const draft = here.kind === "chat" ? await drafts.take(to, key) : undefined;
      if (draft === undefined) return post(to, activity);
      try {
        await change(to, draft, activity);
        return { id: draft, repliesAt: to };
      } catch (error) {
        if (!isFault(error, "gone")) throw error;
        await drafts.forget(to);
        return post(to, activity);
      }
    },
    find: async (to, key) => ((await drafts.isTaken(to, key)) ? "absent" : offers.offer(to, key)),
    async edit(at, id, message) {
      await change(at, id, render(message, link));
      // The answer to a question that was changed goes where the first one stands.
      await drafts.drop(at);
    },
    remove,
    async react(at, id, { emoji, added }) {
      const name = reactionOf(emoji);
      if (name === undefined) return;
      try {
        const call = (where: Where, here: Place) => react(around(where, here, id), id, { name, added });
        await calling(at, call, reactionsAt);
      } catch (error) {
        // Where Teams does not let bots react, there is nothing to show it with.
        if (!isFault(error, "denied") && !isFault(error, "gone") && !isFault(error, "invalid")) throw error;
        host.log.warn("teams: reaction not shown", { reason: error.fault });
      }
    },
    async signal(to, signal) {
      // Teams shows neither to a channel.
      if (placeOf(to).kind !== "chat") return;
      if (signal.type === "draft") await drafts.show(to, signal.text);
      else await calling(to, (where) => connector.typing(where));
    },
    direct,
    stop: drafts.stop,
  };
}

/** Reactions have a limit of their own: too many of them must not hold messages up. */
function reactionsAt(place: Address): Address {
  return `${place}/reactions` as Address;
}

function placeOf(at: Address): Place {
  const here = place(at);
  if (!here) throw new PlatformError("invalid");
  return here;
}

/** The conversation of a message that stands at a place: a post in a channel is in its own thread. */
function around(where: Where, here: Place, id: string): Where {
  return here.kind === "channel" ? { ...where, conversation: `${here.channel};messageid=${id}` } : where;
}

function isFault(error: unknown, fault: PlatformError["fault"]): error is PlatformError {
  return error instanceof PlatformError && error.fault === fault;
}

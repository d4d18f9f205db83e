import { randomUUID } from "node:crypto";
import { SignJWT } from "jose";
import type { Address } from "#ports/platform.ts";
import { createWeb } from "../../../../adapters/web/index.ts";
import { Visitor } from "../../../web/visitor.ts";
import type { CreateSeat, Person } from "../seat.ts";

const SECRET = "a secret of the course site, long enough";

/** People at the web page, whom the course site vouches for. */
export const webSeat = (async (clock) => {
  const platform = createWeb(
    { embedOrigins: [], uploadBytes: 1_000_000, jwtSecret: SECRET },
    { now: () => clock.now() },
  );
  let origin = "";
  const visitors = new Map<string, { readonly visitor: Visitor; readonly since: number }>();

  const visitor = async ({ name, isStaff }: Person): Promise<Visitor> => {
    const known = visitors.get(name);
    if (known && clock.now() - known.since < 3_600_000) return known.visitor;
    const made = new Visitor(origin);
    const token = await new SignJWT({ name, role: isStaff ? "staff" : "student" })
      .setProtectedHeader({ alg: "HS256" })
      .setSubject(subject(name))
      .setExpirationTime("1h")
      .sign(new TextEncoder().encode(SECRET));
    await made.post("/session", { token });
    visitors.set(name, { visitor: made, since: clock.now() });
    return made;
  };
  const subject = (name: string) => name.toLowerCase().replace(/\W+/g, "-");
  const post = async (person: Person, at: Address, event: Record<string, unknown>): Promise<string> => {
    const id = randomUUID();
    const body = { at: at.slice("web:".length), id, ...event };
    const answer = await (await visitor(person)).post("/events", body);
    if (!answer.ok) throw new Error(`the page was answered ${answer.status}`);
    const author = person.isStaff ? `staff-site-${subject(person.name)}` : `site-${subject(person.name)}`;
    return `${author}.${id}`;
  };

  return {
    platform,
    visitor,
    post,
    desk: "web:desk" as Address,
    serveAt(served) {
      origin = served;
    },
    connected: async () => undefined,
    talk: (student) => `web:student/site-${subject(student)}` as Address,
    say: (person, at, text) => post(person, at, { type: "message", text }),
    async attach(person, at, text, file) {
      const page = await visitor(person);
      const place = at.slice("web:".length);
      const answer = await page.upload(file.name, new TextEncoder().encode(file.text), place);
      const { token } = (await answer.json()) as { token: string };
      return post(person, at, { type: "message", text, files: [token] });
    },
    async edit(person, at, message, text) {
      await post(person, at, { type: "edited", message, text });
    },
    async remove(person, at, message) {
      await post(person, at, { type: "deleted", message });
    },
    async press(person, at, message, { action, value, fields }) {
      const more = { ...(message !== undefined && { on: message }), ...(fields && { fields }) };
      await post(person, at, { type: "action", action, value, ...more });
    },
    async react(person, at, message, { emoji, added }) {
      await post(person, at, { type: "reaction", message, emoji, added });
    },
    close: async () => undefined,
  };
}) satisfies CreateSeat;

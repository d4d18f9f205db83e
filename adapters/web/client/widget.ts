import { boot, recall, remember, w } from "./boot.ts";
import { el, iconButton } from "./dom.ts";
import { createApi } from "./net/api.ts";
import { signIn } from "./net/sign-in.ts";
import { createChat } from "./talk/chat.ts";

/**
 * The chat in a frame on a course site. The site's script hands it the student's token; without one the
 * student is unknown. Browsers withhold cookies in such frames, so the session travels in a header.
 */
const embedders = new Set([location.origin, ...(boot.embedders ?? [])]);
const TOKEN_WAIT_MS = 1500;

const token = await tokenFromSite();
const kept = token === undefined ? recall("session", "local") : undefined;
const signedIn = await signIn({ carry: "header", ...(token === undefined ? {} : { token }) }, kept);
const known = signedIn ?? (await signIn({ carry: "header" }));
if (token === undefined) remember("session", known?.session, "local");

let unread = 0;
let isOpen = true;
const bar = el(
  "header",
  { class: "bar" },
  el("img", { class: "mark", src: "/assets/mark.svg", alt: "", width: 28, height: 28 }),
  el("h1", {}, w.name),
  iconButton("close", w.widget.close, () => tell({ type: "deskmate:close" })),
);
const main = el("main", { class: "desks" });
document.body.classList.add("in-widget");
document.body.append(bar, main);
if (known?.student !== undefined && known.session !== undefined) {
  const chat = createChat(known.student, createApi(known.session), () => isOpen || count(unread + 1));
  main.append(chat.element);
  addEventListener("message", ({ source, data }) => {
    if (source !== parent) return;
    if (data?.type === "deskmate:closed") isOpen = false;
    if (data?.type !== "deskmate:opened") return;
    isOpen = true;
    count(0);
    chat.focus();
  });
} else {
  main.append(el("p", { class: "nothing" }, w.refusals.later));
}
addEventListener("keydown", ({ key }) => {
  // What lies above the page closes first.
  const isCovered = document.querySelector("dialog[open], :popover-open") !== null;
  if (key === "Escape" && !isCovered) tell({ type: "deskmate:close" });
});

function count(now: number): void {
  unread = now;
  tell({ type: "deskmate:unread", count: now });
}

/** Counts and wishes only: nothing that the site around the frame may not know. */
function tell(message: { readonly type: string; readonly count?: number }): void {
  parent.postMessage(message, "*");
}

async function tokenFromSite(): Promise<string | undefined> {
  if (parent === window) return undefined;
  const { promise, resolve } = Promise.withResolvers<string | undefined>();
  addEventListener("message", ({ origin, source, data }) => {
    if (source !== parent || !embedders.has(origin) || data?.type !== "deskmate:token") return;
    resolve(typeof data.token === "string" && data.token !== "" ? data.token : undefined);
  });
  tell({ type: "deskmate:ready" });
  setTimeout(() => resolve(undefined), TOKEN_WAIT_MS);
  return await promise;
}

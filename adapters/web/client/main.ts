import { boot, language, recall, remember, switchLanguage, w } from "./boot.ts";
import { createDesk } from "./desk/desk.ts";
import { el, icon } from "./dom.ts";
import { createApi } from "./net/api.ts";
import { signInWithToken } from "./net/sign-in.ts";
import { createChat, type Seat } from "./talk/chat.ts";

/** The page: the student's seat, and the staff's beside it for those who have one. */
type Side = "student" | "desk";

const api = createApi();
const unread: Record<Side, number> = { student: 0, desk: 0 };
const { student, staff } = (await signInWithToken()) ?? boot.sessions;
let side: Side = staff !== undefined && recall("side", "session") === "desk" ? "desk" : "student";

const seats: Partial<Record<Side, Seat>> = {
  ...(student && { student: createChat(student, api, () => arrived("student")) }),
  ...(staff && { desk: createDesk(staff, api, () => arrived("desk")) }),
};

const tabs = (["student", "desk"] as const).map((which) => {
  const count = el("span", { class: "count" });
  const tab = el("button", { type: "button", class: "side-tab", "data-side": which }, w.sides[which], count);
  tab.addEventListener("click", () => {
    show(which);
    seats[which]?.focus();
  });
  return { which, tab, count };
});
const switcher = el(
  "div",
  { class: "sides", role: "group", "aria-label": w.sides.choose },
  ...tabs.map(({ tab }) => tab),
);
/** Staff who don't try things out have no use for a student's side. */
const alone = el("button", {
  type: "button",
  class: "text-button alone",
  on: { click: () => showAlone(!isAlone()) },
});
const lang = el(
  "button",
  {
    type: "button",
    class: "text-button language",
    lang: language === "zh" ? "en" : "zh",
    title: w.switchLanguage,
    on: { click: switchLanguage },
  },
  icon("globe"),
  w.language,
);
const bar = el(
  "header",
  { class: "bar" },
  el("img", { class: "mark", src: "/assets/mark.svg", alt: "", width: 32, height: 32 }),
  el("h1", {}, w.name, el("small", {}, w.tagline)),
  staff && switcher,
  staff && alone,
  lang,
);
const line = el("div", { class: "middle-line", "aria-hidden": "true" });
const main = el("main", { class: "desks" }, seats.student?.element, staff && line, seats.desk?.element);
document.body.classList.toggle("with-desk", staff !== undefined);
const skip = el("a", { class: "skip", href: "#" }, w.skip);
skip.addEventListener("click", (event) => {
  event.preventDefault();
  seats[side]?.focus();
});
document.body.append(skip, bar, main);
showAlone(isAlone());
show(side);
if (matchMedia("(pointer: fine)").matches) seats.student?.focus();
document.addEventListener("visibilitychange", () => show(side));

function show(which: Side): void {
  side = which;
  remember("side", which, "session");
  document.body.dataset["side"] = which;
  if (!document.hidden) {
    unread[which] = 0;
    if (bothVisible()) unread.student = unread.desk = 0;
  }
  for (const { which: other, tab, count } of tabs) {
    tab.setAttribute("aria-pressed", String(other === which));
    count.textContent = unread[other] > 0 ? String(unread[other]) : "";
    if (unread[other] > 0) count.setAttribute("aria-label", w.unread(unread[other]));
    else count.removeAttribute("aria-label");
  }
  const all = unread.student + unread.desk;
  document.title = all > 0 ? `(${all}) ${w.name}` : w.name;
}

function arrived(where: Side): void {
  if (!document.hidden && (side === where || bothVisible())) return;
  unread[where]++;
  show(side);
}

function bothVisible(): boolean {
  return staff !== undefined && !isAlone() && matchMedia("(min-width: 1000px)").matches;
}

function isAlone(): boolean {
  return recall("alone", "local") === "1";
}

function showAlone(wished: boolean): void {
  remember("alone", wished ? "1" : undefined, "local");
  document.body.classList.toggle("desk-alone", wished);
  alone.setAttribute("aria-pressed", String(wished));
  alone.textContent = wished ? w.sides.both : w.sides.alone;
  if (wished && staff) show("desk");
}

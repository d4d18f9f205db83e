import type { WireMessage } from "../../wire.ts";
import { w } from "../boot.ts";
import { el, iconButton } from "../dom.ts";

const OFFERED = ["👍", "❤️", "🎉", "😄", "🙏", "👀"];

/** `added` is what it shall be after the press. */
export type React = (message: string, emoji: string, added: boolean) => void;

/** The reactions on a message; one's own are pressed. */
export function reactionRow(
  message: WireMessage,
  me: string | undefined,
  react?: React,
): HTMLElement | undefined {
  const { reactions = [], id } = message;
  if (reactions.length === 0) return undefined;
  const chips = reactions.map(({ emoji, by }) => {
    const mine = me !== undefined && by.includes(me);
    const props = {
      type: "button",
      class: "reaction",
      "aria-pressed": String(mine),
      "aria-label": w.reactions.count(emoji, by.length),
      disabled: react === undefined,
      on: { click: () => react?.(id, emoji, !mine) },
    };
    return el("button", props, emoji, by.length > 1 ? el("span", {}, String(by.length)) : undefined);
  });
  return el("div", { class: "reactions" }, ...chips);
}

/** Opens the few reactions that are offered. */
export function reactButton(message: WireMessage, me: string | undefined, react: React): HTMLElement {
  const tray = el("span", {
    class: "react-tray",
    role: "group",
    "aria-label": w.reactions.add,
    hidden: true,
  });
  const open = iconButton("smile", w.reactions.add, () => show(tray.hidden === true), "own");
  const show = (isOpen: boolean) => {
    tray.hidden = !isOpen;
    open.setAttribute("aria-expanded", String(isOpen));
    if (isOpen) tray.querySelector("button")?.focus();
  };
  for (const emoji of OFFERED) {
    const mine = message.reactions?.some((one) => one.emoji === emoji && one.by.includes(me ?? ""));
    const press = () => {
      show(false);
      react(message.id, emoji, !mine);
    };
    tray.append(
      el("button", { type: "button", class: "react", "aria-label": emoji, on: { click: press } }, emoji),
    );
  }
  tray.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    show(false);
    open.focus();
  });
  return el("span", { class: "react-frame" }, open, tray);
}

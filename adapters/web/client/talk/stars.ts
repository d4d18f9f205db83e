import type { Choice } from "#ports/controls.ts";
import { recall, remember } from "../boot.ts";
import { el, icon } from "../dom.ts";

/** One to so many stars, given once: those up to the one under the pointer light up. */
export function starRow({ label, value, options }: Choice, choose: (value: string) => void): HTMLElement {
  const key = `stars:${value}`;
  const stars = options.map((option, index) => {
    const star = el(
      "button",
      { type: "button", class: "star", "aria-label": `${label} ${option.label}`, title: option.label },
      icon("star"),
    );
    star.addEventListener("click", () => {
      remember(key, String(index), "session");
      settle(index);
      choose(option.value);
    });
    for (const type of ["pointerenter", "focus"] as const) star.addEventListener(type, () => light(index));
    for (const type of ["pointerleave", "blur"] as const) star.addEventListener(type, () => light(given()));
    return star;
  });
  const given = () => Number(recall(key, "session") ?? -1);
  const light = (upTo: number) => {
    for (const [index, star] of stars.entries()) star.classList.toggle("lit", index <= upTo);
  };
  const settle = (upTo: number) => {
    light(upTo);
    for (const star of stars) star.disabled = true;
  };
  if (given() >= 0) settle(given());
  return el("div", { class: "stars", role: "group", "aria-label": label }, el("span", {}, label), ...stars);
}

import type { WirePerson } from "../../wire.ts";
import { w } from "../boot.ts";
import { el, icon } from "../dom.ts";

/** The name under which students see this member of staff. Whoever came with the key may choose it. */
export function nameTag(me: WirePerson): HTMLElement {
  const label = el("span", { class: "quiet" }, w.desk.youAre);
  if (!me.id.startsWith("staff-key-"))
    return el("p", { class: "name-tag" }, label, el("strong", {}, me.name));
  const button = el(
    "button",
    { type: "button", class: "text-button", "aria-label": `${w.desk.rename}: ${me.name}` },
    me.name,
    icon("edit"),
  );
  const tag = el("p", { class: "name-tag" }, label, button);
  button.addEventListener("click", () => {
    const field = el("input", { type: "text", maxlength: 40, "aria-label": w.desk.rename, value: me.name });
    const leave = () => field.replaceWith(button);
    field.addEventListener("keydown", (event) => {
      if (event.key === "Escape") leave();
      if (event.key === "Enter" && !event.isComposing && field.value.trim() !== "") void rename(field.value);
    });
    field.addEventListener("blur", leave);
    button.replaceWith(field);
    field.select();
  });
  return tag;
}

async function rename(name: string): Promise<void> {
  const body = JSON.stringify({ name });
  await fetch("/session", { method: "POST", headers: { "Content-Type": "application/json" }, body });
  location.reload();
}

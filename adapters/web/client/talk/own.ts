import type { WireMessage } from "../../wire.ts";
import { w } from "../boot.ts";
import { el, icon, iconButton, textButton } from "../dom.ts";
import type { MessageActs } from "./message.ts";

/** The ways to change and to take back one's own words. */
export function ownActs(message: WireMessage, { edit, remove }: MessageActs, body: HTMLElement): Node[] {
  const parts: Node[] = [];
  if (edit) parts.push(iconButton("edit", w.message.edit, () => editor(message, body, edit), "own"));
  if (remove) {
    const bin = iconButton("bin", w.message.delete, () => {
      if (bin.classList.contains("sure")) return remove(message.id);
      bin.classList.add("sure");
      bin.setAttribute("aria-label", w.message.confirmDelete);
      bin.append(w.message.confirmDelete);
    });
    bin.classList.add("own");
    bin.addEventListener("blur", () => {
      bin.classList.remove("sure");
      bin.setAttribute("aria-label", w.message.delete);
      bin.replaceChildren(icon("bin"));
    });
    parts.push(bin);
  }
  return parts;
}

/** Puts a field in the place of the words until they are saved or left as they were. */
function editor(message: WireMessage, body: HTMLElement, save: (id: string, text: string) => void): void {
  const field = el("textarea", { class: "edit-field", "aria-label": w.message.editing, rows: 3 });
  field.value = message.text ?? "";
  const before = [...body.childNodes];
  const close = () => body.replaceChildren(...before);
  const done = () => {
    const text = field.value.trim();
    if (text !== "" && text !== message.text) save(message.id, text);
    close();
  };
  field.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing && event.keyCode !== 229) {
      event.preventDefault();
      done();
    }
  });
  const row = el(
    "div",
    { class: "edit-row" },
    textButton(w.message.save, done),
    textButton(w.message.cancel, close),
  );
  body.replaceChildren(field, row);
  field.focus();
}

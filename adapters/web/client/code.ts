import { el, icon } from "./dom.ts";
import type { Words } from "./words/words.ts";

const NAMES: Readonly<Record<string, string>> = {
  js: "JavaScript",
  javascript: "JavaScript",
  ts: "TypeScript",
  html: "HTML",
  css: "CSS",
  json: "JSON",
  sh: "Shell",
  bash: "Shell",
  console: "Shell",
  text: "Text",
  txt: "Text",
};

/** Gives every code block its language and a button that copies it. */
export function dressCode(root: ParentNode, words: Words): void {
  for (const pre of root.querySelectorAll("pre")) {
    if (pre.parentElement?.classList.contains("code-block")) continue;
    const code = pre.querySelector("code");
    const language = /language-([\w+#.-]+)/.exec(code?.className ?? "")?.[1] ?? "";
    const name = NAMES[language.toLowerCase()] ?? (language || words.code.label);
    pre.tabIndex = 0;
    const label = el("span", { class: "copy-label" }, words.code.copy);
    const button = el("button", { type: "button", class: "copy" }, icon("copy"), label);
    button.addEventListener("click", () => void copy(pre.textContent ?? "", button, label, words));
    const head = el("div", { class: "code-head" }, el("span", {}, name), button);
    const block = el("div", { class: "code-block" }, head);
    pre.replaceWith(block);
    block.append(pre);
  }
}

async function copy(text: string, button: HTMLElement, label: HTMLElement, words: Words): Promise<void> {
  try {
    await navigator.clipboard.writeText(text.replace(/\n$/, ""));
  } catch {
    // Without a secure address there is no clipboard: the old way selects and copies.
    const field = el("textarea", { class: "offscreen", "aria-hidden": "true" });
    field.value = text.replace(/\n$/, "");
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
  label.textContent = words.code.copied;
  button.classList.add("done");
  setTimeout(() => {
    label.textContent = words.code.copy;
    button.classList.remove("done");
  }, 1600);
}

import type { Refusal, WireFile } from "../../wire.ts";
import { boot, recall, remember, w } from "../boot.ts";
import { el, icon, iconButton } from "../dom.ts";
import type { Api } from "../net/api.ts";
import { size } from "./parts.ts";

const LONGEST = 100_000;
const MOST_FILES = 10;
const UPLOAD_TRIES = 4;

export type Composer = {
  readonly element: HTMLElement;
  readonly field: HTMLTextAreaElement;
  /** Puts words back that were taken back, before what stands there. */
  write(text: string): void;
  /** Takes files that were dropped near it. */
  attach(files: Iterable<File>): void;
};

type Options = {
  readonly name: string;
  readonly at: () => string;
  readonly api: Api;
  readonly placeholder: string;
  readonly send: (text: string, files: readonly WireFile[]) => void;
  /** Something is being written. */
  readonly typed?: (text: string) => void;
};

/** The field in which a message is written: Enter sends, files wait beside it until then. */
export function createComposer({ name, at, api, placeholder, send, typed }: Options): Composer {
  const field = el("textarea", {
    id: `field-${name}`,
    rows: 1,
    placeholder,
    "aria-label": w.composer.label,
    enterkeyhint: "send",
  });
  const button = el(
    "button",
    { type: "submit", class: "send", "aria-label": w.composer.send, title: w.composer.send },
    icon("send"),
  );
  const trays = el("ul", { class: "tray", hidden: true });
  const problem = el("p", { class: "problem", role: "alert", hidden: true });
  const picker = el("input", {
    type: "file",
    multiple: true,
    hidden: true,
    accept: boot.accepted,
    tabindex: -1,
  });
  const add = iconButton("attach", w.composer.attach, () => picker.click());
  const row = el("div", { class: "field-row" }, add, field, button);
  const element = el("form", { class: "composer", autocomplete: "off" }, trays, problem, row, picker);
  const chips = new Set<{ file?: WireFile; readonly node: HTMLElement }>();
  const draft = `draft:${name}`;
  field.value = recall(draft, "session") ?? "";

  const complain = (text?: string) => {
    problem.textContent = text ?? "";
    problem.hidden = text === undefined;
  };
  const refresh = () => {
    field.style.height = "auto";
    field.style.height = `${Math.min(field.scrollHeight, 220)}px`;
    const busy = [...chips].some(({ file }) => file === undefined);
    button.disabled = busy || (field.value.trim() === "" && chips.size === 0);
    trays.hidden = chips.size === 0;
  };
  const submit = () => {
    refresh();
    if (button.disabled) return;
    if (field.value.length > LONGEST) return complain(w.composer.tooLong);
    const files = [...chips].flatMap(({ file }) => (file === undefined ? [] : [file]));
    send(field.value.trim(), files);
    field.value = "";
    remember(draft, undefined, "session");
    for (const { node } of chips) node.remove();
    chips.clear();
    complain();
    refresh();
  };
  const attach = (files: Iterable<File>) => {
    complain();
    for (const file of [...files].slice(0, MOST_FILES - chips.size)) void upload(file);
  };
  const upload = async (file: File) => {
    const { uploadBytes } = boot.limits;
    if (file.size > uploadBytes) {
      return complain(`${file.name}: ${w.refusals.fileTooLarge} ${w.composer.upTo(size(uploadBytes))}`);
    }
    const state = el("small", {}, w.composer.uploading);
    const node = el("li", { class: "chip busy" }, thumbnail(file), el("span", {}, file.name), state);
    const chip: { file?: WireFile; readonly node: HTMLElement } = { node };
    const drop = () => {
      chips.delete(chip);
      node.remove();
      refresh();
      field.focus();
    };
    node.append(iconButton("close", w.composer.remove(file.name), drop, "tiny"));
    chips.add(chip);
    trays.append(node);
    refresh();
    const stored = await uploadPatiently(file);
    if (typeof stored === "string") {
      drop();
      return complain(`${file.name}: ${w.refusals[stored]}`);
    }
    chip.file = stored;
    node.classList.remove("busy");
    state.remove();
    refresh();
  };

  const uploadPatiently = async (file: File): Promise<WireFile | Refusal> => {
    for (let tries = 1; ; tries++) {
      const stored = await api.upload(file, at());
      if ((stored !== "later" && stored !== "tooMany") || tries === UPLOAD_TRIES) return stored;
      await new Promise((resolve) => setTimeout(resolve, 1000 * tries));
    }
  };

  element.addEventListener("submit", (event) => {
    event.preventDefault();
    submit();
  });
  field.addEventListener("input", () => {
    remember(draft, field.value || undefined, "session");
    refresh();
    if (field.value.trim() !== "") typed?.(field.value);
  });
  field.addEventListener("keydown", (event) => {
    // While an input method composes, Enter chooses a word; 229 is how Safari tells after the fact.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    submit();
  });
  field.addEventListener("paste", (event) => {
    const files = event.clipboardData?.files;
    if (files === undefined || files.length === 0) return;
    event.preventDefault();
    attach(files);
  });
  picker.addEventListener("change", () => {
    attach(picker.files ?? []);
    picker.value = "";
  });
  requestAnimationFrame(refresh);
  const write = (text: string) => {
    field.value = [text, field.value].filter((part) => part !== "").join("\n");
    remember(draft, field.value || undefined, "session");
    refresh();
    field.focus();
  };
  return { element, field, write, attach };
}

/** A small picture of a picture, the sign of a file for all else. */
function thumbnail(file: File): Node {
  if (!/^image\/(png|jpeg|gif|webp)$/.test(file.type)) return icon("file");
  const src = URL.createObjectURL(file);
  return el("img", { src, alt: "", width: 28, height: 28, on: { load: () => URL.revokeObjectURL(src) } });
}

/** Lets files be dropped anywhere on a place. */
export function takeDrops(place: HTMLElement, composer: Composer): void {
  const carriesFiles = (event: DragEvent) => event.dataTransfer?.types.includes("Files") === true;
  place.addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    place.classList.add("dropping");
  });
  place.addEventListener("dragleave", (event) => {
    if (!place.contains(event.relatedTarget as Node | null)) place.classList.remove("dropping");
  });
  place.addEventListener("drop", (event) => {
    place.classList.remove("dropping");
    if (!carriesFiles(event)) return;
    event.preventDefault();
    composer.attach(event.dataTransfer?.files ?? []);
  });
}

import type { Form } from "#ports/controls.ts";
import { w } from "../boot.ts";
import { el, iconButton } from "../dom.ts";

export type Filled = Readonly<Record<string, string>>;

/** Asks for a form in a dialog; `undefined` when it was left without sending. The focus goes back afterwards. */
export async function askForm(form: Form): Promise<Filled | undefined> {
  const fields = form.fields.map((field, index) => {
    const props = {
      id: `form-${index}`,
      name: field.name,
      maxlength: field.longest,
      required: !field.optional,
      autofocus: index === 0,
    };
    const input =
      field.lines === "many"
        ? el("textarea", { ...props, rows: 5 })
        : el("input", { ...props, type: "text", autocomplete: "off" });
    input.value = field.value ?? "";
    const hint = field.optional ? el("small", {}, w.form.optional) : undefined;
    const label = el("label", { for: props.id }, field.label, hint);
    return { name: field.name, input, row: el("div", { class: "form-row" }, label, input) };
  });
  const send = el("button", { type: "submit", class: "button primary", value: "send" }, form.submit);
  const body = el(
    "form",
    { method: "dialog", class: "form" },
    el(
      "header",
      {},
      el("h2", { id: "form-title" }, form.title),
      iconButton("close", w.form.cancel, () => dialog.close()),
    ),
    ...fields.map(({ row }) => row),
    el(
      "footer",
      {},
      el("button", { type: "button", class: "button", on: { click: () => dialog.close() } }, w.form.cancel),
      send,
    ),
  );
  const dialog = el("dialog", { class: "dialog", "aria-labelledby": "form-title" }, body);
  // Outside of the form is the shade around it.
  dialog.addEventListener("click", ({ target }) => target === dialog && dialog.close());
  body.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) body.requestSubmit(send);
  });
  body.addEventListener("submit", (event) => {
    const blank = fields.find(({ input }) => input.required && input.value.trim() === "");
    if (!blank) return;
    event.preventDefault();
    blank.input.focus();
  });
  document.body.append(dialog);
  dialog.showModal();
  const { promise, resolve } = Promise.withResolvers<Filled | undefined>();
  dialog.addEventListener("close", () => {
    dialog.remove();
    const filled = Object.fromEntries(fields.map(({ name, input }) => [name, input.value.trim()]));
    resolve(dialog.returnValue === "send" ? filled : undefined);
  });
  return await promise;
}

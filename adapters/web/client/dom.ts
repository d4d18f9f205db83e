type Child = Node | string | undefined;
type Props = {
  readonly class?: string;
  readonly on?: { readonly [K in keyof HTMLElementEventMap]?: (event: HTMLElementEventMap[K]) => void };
} & { readonly [attribute: string]: unknown };

/** An element with attributes, listeners and children. `undefined` and `false` leave an attribute out. */
export function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  props: Props = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (name === "on" || value === undefined || value === false) continue;
    made.setAttribute(name, value === true ? "" : String(value));
  }
  for (const [type, listener] of Object.entries(props.on ?? {})) {
    made.addEventListener(type, listener as EventListener);
  }
  made.append(...children.filter((child) => child !== undefined));
  return made;
}

const PATHS = {
  send: "M12 19V5M5.5 11.5 12 5l6.5 6.5",
  attach:
    "m20.5 11.5-8.300 8.300a5.300 5.300 0 0 1-7.5-7.5l8.5-8.5a3.5 3.5 0 0 1 5 5l-8.400 8.400a1.800 1.800 0 0 1-2.5-2.5l7.700-7.700",
  close: "M6 6l12 12M18 6 6 18",
  copy: "M9 9h10v11H9zM5 15V4h10",
  check: "m5 12.5 4.5 4.5L19 7.5",
  lock: "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
  warn: "M12 4 2.800 20h18.400zM12 10v4.5M12 17.300v.1",
  up: "M7 11v9H4v-9zM7 11l4-7.5a2 2 0 0 1 2 2V9h5.5a2 2 0 0 1 2 2.300l-1.200 7A2 2 0 0 1 17.300 20H7",
  down: "M17 13V4h3v9zM17 13l-4 7.5a2 2 0 0 1-2-2V15H5.5a2 2 0 0 1-2-2.300l1.200-7A2 2 0 0 1 6.700 4H17",
  book: "M12 6.5C10 5 7 4.5 3.5 5v13.5c3.5-.5 6.5 0 8.5 1.5 2-1.5 5-2 8.5-1.5V5C17 4.5 14 5 12 6.5zM12 6.5V20",
  question:
    "M9 9.300a3 3 0 1 1 4.5 2.600c-1 .6-1.5 1.100-1.5 2.300M12 17.600v.1M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18z",
  person: "M12 12.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4.5 20.5c.6-4 3.5-5.5 7.5-5.5s6.900 1.5 7.5 5.5",
  leaf: "M5 19c0-8 5-13 14-14 0 9-4 14-11 14-1.200 0-2-.3-3 0zm0 0c2-4 4.5-6.5 8-8.5",
  file: "M6 3h8l4 4v14H6zM14 3v4h4",
  back: "M15 5l-7 7 7 7",
  edit: "M4 20h4L19 9l-4-4L4 16z",
  bin: "M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13",
  arrow: "M12 5v14M5.5 12.5 12 19l6.5-6.5",
  eye: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 14.800a2.800 2.800 0 1 0 0-5.600 2.800 2.800 0 0 0 0 5.600z",
  open: "m6.5 9.5 5.5 5.5 5.5-5.5",
  star: "m12 3.800 2.500 5.200 5.700.8-4.100 4 1 5.700-5.100-2.700-5.100 2.700 1-5.700-4.100-4 5.700-.8z",
  smile:
    "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM8.500 14c.8 1.500 2 2.200 3.500 2.200s2.700-.7 3.500-2.200M9 9.500v.1M15 9.500v.1",
  ticket:
    "M4 7h16v3.500a1.800 1.800 0 0 0 0 3.500V17H4v-3a1.800 1.800 0 0 0 0-3.500zM14 7v2M14 11.500v1.500M14 15v2",
  search: "M10.500 17a6.500 6.500 0 1 0 0-13 6.500 6.500 0 0 0 0 13zM15.500 15.500 20 20",
  bell: "M6 16.500V11a6 6 0 0 1 12 0v5.500l1.500 1.500h-15zM10.500 20.500h3",
  undo: "M8.500 5 4.500 9l4 4M5 9h8.500a5.500 5.500 0 0 1 0 11H9",
  globe:
    "M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM3.5 9.5h17M3.5 14.5h17M12 3c-5 5.5-5 12.5 0 18 5-5.5 5-12.5 0-18z",
} as const;
export type Icon = keyof typeof PATHS;

/** A line drawing beside words; readers of the page aloud pass over it. */
export function icon(name: Icon): SVGElement {
  const space = "http://www.w3.org/2000/svg";
  const svg = document.createElementNS(space, "svg");
  for (const [key, value] of Object.entries({ viewBox: "0 0 24 24", class: "icon", "aria-hidden": "true" })) {
    svg.setAttribute(key, value);
  }
  const path = document.createElementNS(space, "path");
  path.setAttribute("d", PATHS[name]);
  svg.append(path);
  return svg;
}

/** A button with a drawing; its label is said and shown on hover. */
export function iconButton(name: Icon, label: string, press: () => void, look = ""): HTMLButtonElement {
  const props = { type: "button", class: `icon-button ${look}`, "aria-label": label, title: label };
  return el("button", { ...props, on: { click: press } }, icon(name));
}

export function textButton(label: string, press: () => void): HTMLButtonElement {
  return el("button", { type: "button", class: "text-button", on: { click: press } }, label);
}

import type { WireFile, WireMessage } from "../../wire.ts";
import { locale, w } from "../boot.ts";
import { el, icon } from "../dom.ts";
import type { Api } from "../net/api.ts";

/** The parts of a message around its words: what it rests on, its sources, its files. */

export function basis(kind: "course" | "unsure"): HTMLElement {
  return el("p", { class: `basis ${kind}` }, icon(kind === "course" ? "book" : "question"), w.basis[kind]);
}

export function sources({ citations = [], id }: WireMessage): HTMLElement | undefined {
  if (citations.length === 0) return undefined;
  const day = new Intl.DateTimeFormat(locale, {
    day: "numeric",
    month: "short",
    year: "numeric",
    timeZone: "UTC",
  });
  const items = citations.map(({ number, title, path, url, updated }) => {
    const date = new Date(updated);
    const when = Number.isNaN(date.getTime()) ? undefined : w.updated(day.format(date));
    const words = [title, ...path].join(" › ");
    const link = el("a", { href: url, target: "_blank", rel: "noopener" }, words);
    return el(
      "li",
      { value: number },
      el("span", { class: "number" }, String(number)),
      link,
      when && el("small", {}, when),
    );
  });
  const label = `${id}-sources`;
  const head = el("p", { class: "sources-head", id: label }, w.sources(items.length));
  return el("div", { class: "sources" }, head, el("ol", { "aria-labelledby": label }, ...items));
}

export function files(list: readonly WireFile[], api: Api): HTMLElement | undefined {
  if (list.length === 0) return undefined;
  return el("ul", { class: "files" }, ...list.map((file) => el("li", {}, attachment(file, api))));
}

function attachment(file: WireFile, api: Api): HTMLElement {
  const link = el("a", { class: "file", target: "_blank", rel: "noopener", download: file.name });
  const picture = /^image\/(png|jpeg|gif|webp)$/.test(file.type);
  if (picture) {
    const image = el("img", { alt: file.name, loading: "lazy", decoding: "async" });
    void api.fileUrl(file.token).then((url) => {
      image.src = url;
    });
    link.classList.add("picture");
    link.removeAttribute("download");
    link.append(image);
  } else {
    link.append(icon("file"), el("span", {}, file.name), el("small", {}, size(file.size)));
  }
  void api.fileUrl(file.token).then((url) => {
    link.href = url;
  });
  return link;
}

export function size(bytes: number): string {
  const [unit, by] =
    bytes < 1024 * 1024 ? (["kilobyte", 1024] as const) : (["megabyte", 1024 * 1024] as const);
  const format = new Intl.NumberFormat(locale, { style: "unit", unit, maximumFractionDigits: 1 });
  return format.format(Math.max(0.1, bytes / by));
}

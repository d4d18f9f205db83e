import { mapText } from "./segments.ts";

/** The hosts that a text names: with a scheme everywhere, and outside of code without one too (`evil.com/x`). */
export function hosts(markdown: string): readonly string[] {
  const found = new Set<string>();
  const note = (part: string) => {
    for (const [address] of part.matchAll(ADDRESS)) found.add(hostOf(address));
    return part;
  };
  mapText(
    markdown,
    (part) => {
      note(part);
      for (const [, name = ""] of part.replace(ADDRESS, " ").matchAll(NAME)) {
        if (isPublic(name)) found.add(name.toLowerCase());
      }
      return part;
    },
    note,
  );
  return [...found];
}

const ADDRESS = /\b(?:[a-z][a-z0-9+.-]{1,20}:[\\/]{2}|www\.)[^\s<>"'`)\]|\u3002\uFF0C\uFF09\u3011]{1,2000}/gi;

/** Chat programs turn a bare name into a link as well. */
const NAME = /(?<![A-Za-z0-9.@_-])((?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24})(?![A-Za-z0-9_(-])/g;

function hostOf(address: string): string {
  const url = address.replaceAll("\\", "/").replace(/^(?:[a-z][a-z0-9+.-]*:\/\/)?/i, "https://");
  // What can't be read can't be allowed.
  return URL.canParse(url) ? new URL(url).hostname.replace(/\.+$/, "") : address;
}

/** Endings under which anybody can have a name. File names and properties (`app.js`, `console.log`) end otherwise. */
const ENDINGS = new Set(
  `com org net edu gov info biz io dev ai co cn xyz top site online shop store link click live me tv cc us uk de fr
  ru jp kr in eu nl ca au ch se no es it pl br example test invalid internal cloud tech page pages blog wiki
  chat team work zone space fun icu vip club pro ly gl gd gg to st ws la app`.split(/\s+/),
);

function isPublic(name: string): boolean {
  return ENDINGS.has(name.slice(name.lastIndexOf(".") + 1).toLowerCase());
}

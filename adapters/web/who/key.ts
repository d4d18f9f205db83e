import { createHash, timingSafeEqual } from "node:crypto";

/** Tells whether this is the key that opens the desk: true once, for the right key. */
export type KeyCheck = (given: string) => boolean;

export function createKeyCheck(key: string | undefined): KeyCheck {
  let unused = key === undefined || key.trim() === "" ? undefined : digest(key);
  return (given) => {
    if (unused === undefined || !timingSafeEqual(digest(given), unused)) return false;
    unused = undefined;
    return true;
  };
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

import { createHash } from "node:crypto";

/** The mark under which Discord knows a message again: from the key alone, the same after a restart, 25 signs. */
export function nonceOf(key: string): string {
  return createHash("sha256").update(key).digest("base64url").slice(0, 25);
}

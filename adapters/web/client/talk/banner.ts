import { w } from "../boot.ts";
import { el, textButton } from "../dom.ts";
import type { ConnectionState } from "../net/stream.ts";

const PATIENCE_MS = 1200;

/** The line that tells when the connection is gone, and when it is back. */
export function createBanner(): { readonly element: HTMLElement; show(state: ConnectionState): void } {
  const element = el("div", { class: "banner", role: "status", hidden: true });
  let timer: ReturnType<typeof setTimeout> | undefined;
  let shown: ConnectionState = "open";
  const say = (state: ConnectionState) => {
    element.className = `banner ${state}`;
    const words = { lost: w.connection.lost, open: w.connection.back, refused: w.refusals.signedOut }[state];
    const reload = textButton("↻", () => location.reload());
    element.replaceChildren(words, ...(state === "refused" ? [reload] : []));
    element.hidden = false;
  };
  return {
    element,
    show(state) {
      if (state === shown) return;
      const wasVisible = !element.hidden;
      shown = state;
      clearTimeout(timer);
      if (state !== "open") {
        timer = setTimeout(() => say(state), PATIENCE_MS);
        return;
      }
      if (!wasVisible) return;
      say(state);
      timer = setTimeout(() => {
        element.hidden = true;
      }, 2000);
    },
  };
}

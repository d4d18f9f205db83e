/**
 * The script that a course site loads: a round button, and behind it the chat in a frame. A classic script
 * without imports, so that one line embeds it; it leaves nothing on the page but its two elements.
 */
(() => {
  const script = document.currentScript;
  if (!(script instanceof HTMLScriptElement)) return;
  const home = new URL(script.src).origin;
  const token = script.dataset["token"] ?? "";
  const chinese = /^zh\b/i.test(navigator.language);
  const label = chinese ? "打开课程答疑" : "Open course help";
  let unread = 0;
  let isLoaded = false;

  const frame = document.createElement("iframe");
  frame.title = chinese ? "课程答疑" : "Course help";
  frame.allow = "clipboard-write";
  frame.hidden = true;
  const button = document.createElement("button");
  button.type = "button";
  const drawing = document.createElement("img");
  drawing.src = `${home}/assets/mark.svg`;
  drawing.alt = "";
  const badge = document.createElement("span");
  button.append(drawing, badge);

  const fixed = { position: "fixed", right: "20px", zIndex: "2147483000", border: "0", padding: "0" };
  Object.assign(button.style, fixed, {
    bottom: "20px",
    width: "60px",
    height: "60px",
    borderRadius: "50%",
    background: "#1e5b4b",
    boxShadow: "0 6px 24px rgb(20 40 30 / 0.28)",
    cursor: "pointer",
  });
  Object.assign(drawing.style, { width: "44px", height: "44px", display: "block", margin: "8px" });
  Object.assign(badge.style, {
    position: "absolute",
    top: "-4px",
    right: "-4px",
    minWidth: "22px",
    borderRadius: "11px",
    background: "#b3261e",
    color: "#fff",
    font: "600 13px/22px system-ui, sans-serif",
    display: "none",
  });
  Object.assign(frame.style, fixed, {
    bottom: "92px",
    width: "min(400px, calc(100vw - 40px))",
    height: "min(640px, calc(100vh - 112px))",
    borderRadius: "18px",
    boxShadow: "0 18px 60px rgb(20 40 30 / 0.32)",
    colorScheme: "light dark",
  });

  const describe = () => {
    badge.textContent = String(unread);
    badge.style.display = unread > 0 ? "block" : "none";
    button.setAttribute("aria-label", unread > 0 ? `${label} (${unread})` : label);
    button.setAttribute("aria-expanded", String(!frame.hidden));
  };
  const open = (isOpen: boolean) => {
    if (isOpen && frame.src === "") frame.src = `${home}/widget`;
    frame.hidden = !isOpen;
    frame.style.display = isOpen ? "block" : "none";
    // A frame that has not loaded yet is not home, and needs no word.
    const type = isOpen ? "deskmate:opened" : "deskmate:closed";
    if (isLoaded) frame.contentWindow?.postMessage({ type }, home);
    if (!isOpen) button.focus();
    else unread = 0;
    describe();
  };
  button.addEventListener("click", () => open(frame.hidden === true));
  addEventListener("message", ({ origin, source, data }) => {
    if (origin !== home || source !== frame.contentWindow) return;
    if (data?.type === "deskmate:ready") {
      isLoaded = true;
      frame.contentWindow?.postMessage({ type: "deskmate:token", token }, home);
    } else if (data?.type === "deskmate:close") open(false);
    else if (data?.type === "deskmate:unread" && frame.hidden) {
      unread = Number(data.count) || 0;
      describe();
    }
  });
  frame.style.display = "none";
  describe();
  document.body.append(button, frame);
})();

// Runs inside the page, whose types the tests don't know: the visible texts that are hard to read, as
// [{ text, ratio }], by the formula of WCAG 2.
(() => {
  const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  const rgba = (color) => {
    if (canvas === null) throw new Error("no canvas");
    canvas.clearRect(0, 0, 1, 1);
    canvas.fillStyle = color;
    canvas.fillRect(0, 0, 1, 1);
    const [r = 0, g = 0, b = 0, a = 0] = canvas.getImageData(0, 0, 1, 1).data;
    return [r, g, b, a / 255];
  };
  const light = (rgb) => {
    const [r = 0, g = 0, b = 0] = rgb.map((part) => {
      const share = part / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const behind = (element) => {
    const layers = [];
    for (let at = element; at !== null; at = at.parentElement) {
      layers.push(rgba(getComputedStyle(at).backgroundColor));
    }
    return layers.reduceRight(
      (below, [r, g, b, a]) => [r, g, b].map((part, i) => part * a + (below[i] ?? 0) * (1 - a)),
      [255, 255, 255],
    );
  };
  const weak = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement;
    const text = node.textContent?.trim() ?? "";
    if (element === null || text === "" || !element.checkVisibility({ opacityProperty: true })) continue;
    if (element.closest("noscript") || element.closest(":disabled")) continue;
    const back = behind(element);
    const [r, g, b, a] = rgba(getComputedStyle(element).color);
    const front = [r, g, b].map((part, i) => part * a + (back[i] ?? 0) * (1 - a));
    const [dark = 0, bright = 0] = [light(front), light(back)].sort((x, y) => x - y);
    const ratio = (bright + 0.05) / (dark + 0.05);
    if (ratio < 4.5) weak.push({ text, ratio });
  }
  return weak;
})();

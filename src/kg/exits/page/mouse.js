// What the mouse does on the canvas: entities with their labels, cards, tiles and lines.
const canvas = byId("canvas"),
  tip = byId("tip");
function hit(x, y) {
  const p = net.DOMtoCanvas({ x, y });
  for (const [n, [a, b, w, h]] of boxes) if (p.x >= a && p.x <= a + w && p.y >= b && p.y <= b + h) return { n };
  for (let k = spots.length - 1; k >= 0; k--) {
    const [a, b, w, h, act, words] = spots[k];
    if (p.x >= a && p.x <= a + w && p.y >= b && p.y <= b + h) return { act, words };
  }
  return {};
}
net.on("click", (p) => {
  const { x, y } = p.pointer.DOM,
    found = hit(x, y),
    shift = p.event.srcEvent && p.event.srcEvent.shiftKey;
  tip.hidden = true;
  if (found.n !== undefined) {
    if (shift && state.selected >= 0 && state.selected !== found.n)
      go({ m: "path", a: iriOf(state.selected), b: iriOf(found.n) });
    else if (picture.kind === "ego" && state.picking === null)
      go(found.n === picture.centre ? { n: iriOf(found.n) } : { m: "ego", n: iriOf(found.n) });
    else choose({ n: iriOf(found.n) });
  } else if (found.act) found.act();
  else if (Object.keys(current).length && picture.kind !== "section") go({});
});
net.on("doubleClick", (p) => {
  const found = hit(p.pointer.DOM.x, p.pointer.DOM.y);
  if (found.n !== undefined) go({ m: "ego", n: iriOf(found.n) });
});
let moved = null;
canvas.addEventListener("mousemove", (e) => {
  if (e.buttons) return;
  const before = moved;
  moved = [e.clientX, e.clientY];
  if (!before) requestAnimationFrame(hover);
});
function hover() {
  const [cx, cy] = moved,
    box = canvas.getBoundingClientRect(),
    x = cx - box.left,
    y = cy - box.top,
    found = hit(x, y);
  moved = null;
  let words = "";
  if (found.n !== undefined)
    words =
      E.l[found.n] +
      " · " +
      className(found.n) +
      (figureCount(found.n) ? " · " + t("figures_n", figureCount(found.n)) : "");
  else if (found.act) words = found.words;
  else {
    const edge = net.getEdgeAt({ x, y });
    if (edge !== undefined && picture.pairs[edge]) {
      const q = picture.pairs[edge];
      words = E.l[q.a] + " — " + pairName(q.rels) + " → " + E.l[q.b];
    }
  }
  tip.hidden = !words;
  tip.textContent = words;
  if (words) {
    tip.style.left = Math.min(x + 14, canvas.clientWidth - 220) + "px";
    tip.style.top = y + 16 + "px";
  }
  canvas.style.cursor = found.n !== undefined || found.act ? "pointer" : "";
  const over = found.n === undefined ? null : found.n;
  if (over !== state.hover) {
    state.hover = over;
    net.redraw();
  }
}
canvas.addEventListener("mouseleave", () => {
  tip.hidden = true;
  if (state.hover !== null) {
    state.hover = null;
    net.redraw();
  }
});

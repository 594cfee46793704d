// The keyboard: arrows between entities, Enter, Escape, / for the search, 1 to 4 for the tabs.
canvas.addEventListener("keydown", (e) => {
  const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[e.key];
  if (e.key === "Enter" && state.selected >= 0) {
    e.preventDefault();
    go({ m: "ego", n: iriOf(state.selected) });
  }
  if (e.key === "+" || e.key === "=") net.moveTo({ scale: net.getScale() * 1.2 });
  if (e.key === "-") net.moveTo({ scale: net.getScale() / 1.2 });
  if (!step) return;
  e.preventDefault();
  const at = state.selected >= 0 && picture.nodes.has(state.selected) ? position(state.selected) : { x: 0, y: -26 };
  let best = -1,
    least = Infinity;
  picture.nodes.forEach((_, n) => {
    if (n === state.selected) return;
    const p = position(n),
      dx = p.x - at.x,
      dy = p.y - at.y,
      along = dx * step[0] + dy * step[1];
    if (along <= 1) return;
    const cost = along + 2.2 * Math.abs(dx * step[1] + dy * step[0]);
    if (cost < least) {
      least = cost;
      best = n;
    }
  });
  if (best >= 0) go(picture.kind === "ego" ? { m: "ego", n: iriOf(best) } : { n: iriOf(best) });
});
document.addEventListener("keydown", (e) => {
  const typing =
    /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName) && document.activeElement.type !== "checkbox";
  if (e.key === "Escape") {
    if (typing) document.activeElement.blur();
    byId("results").replaceChildren();
    state.picking = null;
    notice("");
    if (!typing && Object.keys(current).length) go(current.v === "list" ? { v: "list" } : {});
    canvas.focus();
  }
  if (typing || e.ctrlKey || e.metaKey || e.altKey) return;
  if (e.key === "/") {
    e.preventDefault();
    byId("search").focus();
    byId("search").select();
  }
  const tab = { 1: "net", 2: "list", 3: "table", 4: "text" }[e.key];
  if (tab) byId("tab-" + tab).click();
});

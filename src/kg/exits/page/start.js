// The first picture.
if (phone()) byId("folded").open = false;
theme(window.matchMedia("(prefers-color-scheme: dark)").matches);
speak();
last = location.hash;
render(parse());
// for scripts and tests: where an entity, or what a card offers, is drawn in the window; null when it is not
window.__at = (words) => {
  const n = [...picture.nodes.keys()].find((k) => E.l[k] === words),
    spot = spots.find((s) => s[5] === words);
  if (n === undefined && !spot) return null;
  const p = net.canvasToDOM(n !== undefined ? position(n) : { x: spot[0] + spot[2] / 2, y: spot[1] + spot[3] / 2 }),
    box = canvas.getBoundingClientRect();
  return [p.x + box.left, p.y + box.top];
};
if (byId("net").hidden)
  requestAnimationFrame(() => {
    window.__ready = window.__ready || performance.now();
  });
setTimeout(learn, 400); // so that the first search is as quick as the next
let wide = canvas.clientWidth;
new ResizeObserver(() => {
  if (canvas.clientWidth && Math.abs(canvas.clientWidth - wide) > 2) {
    wide = canvas.clientWidth;
    net.setSize("100%", "100%");
    fit();
    net.redraw();
  }
}).observe(canvas);

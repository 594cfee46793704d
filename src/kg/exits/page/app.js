// Where one is lies in the address: #n=IRI, m=section|ego|path, q=question, i=indicator, v=table|text|list.
let picture = emptyPicture("home"), current = {};
const numberOf = new Map();
const entityAt = (iri) => { if (!numberOf.size) E.i.forEach((i, n) => numberOf.set(i, n)); const n = numberOf.get(String(iri || "").replace(BASE, "")); return n === undefined ? -1 : n; };
const phone = () => window.matchMedia("(max-width: 760px)").matches;

const nodeSet = new vis.DataSet(first.nodes.map((n) => dressed(n.id, n.x, n.y)));
const edgeSet = new vis.DataSet([]);
function dressed(id, x, y) { return { id, x, y, shape: "custom", ctxRenderer: renderer }; }
function renderer({ ctx, id, x, y }) {
  const p = picture.nodes.get(id), r = p && p.big ? 20 : p && p.dot ? p.r : 9;
  return { drawNode: () => drawNode(ctx, id, x, y), nodeDimensions: { width: 2 * r, height: 2 * r } };
}
const net = new vis.Network(byId("canvas"), { nodes: nodeSet, edges: edgeSet }, {
  physics: false, layout: { improvedLayout: false }, autoResize: true,
  interaction: { hover: false, hideEdgesOnDrag: true, hideEdgesOnZoom: true, keyboard: false, selectable: false, selectConnectedEdges: false },
  edges: { smooth: { enabled: true, type: "curvedCW", roundness: 0.12 }, width: 1.3, arrows: { to: { enabled: true, scaleFactor: 0.42 } }, font: { size: 11, strokeWidth: 3, face: FONT } },
});
const position = (n) => (net.body.nodes[n] ? net.getPosition(n) : picture.nodes.get(n));
net.on("beforeDrawing", (c) => { boxes.clear(); drawUnder(c); });
net.on("afterDrawing", (c) => { drawOver(c, net.getScale()); if (!window.__ready) window.__ready = performance.now(); });

const namesShown = () => state.names || ((picture.kind === "ego" || picture.kind === "path") && picture.pairs.length <= 60);
const pairName = (rels) => [...new Set(rels.map((k) => label(said[R.p[k]])))].join(" · ");
function dressEdges() {
  edgeSet.clear();
  edgeSet.add(picture.pairs.map(({ a, b, rels }, id) => {
    const faint = dimmed(a) || dimmed(b) || (state.selected >= 0 && state.focus && a !== state.selected && b !== state.selected);
    const planned = rels.every((k) => said[R.t[k]] !== "achieved");
    return { id, from: a, to: b, dashes: planned, label: namesShown() && !faint ? pairName(rels) : undefined, color: { color: ink.edge, opacity: faint ? 0.1 : state.focus ? 0.9 : picture.kind === "home" ? 0.42 : 0.55 }, font: { color: ink.soft, strokeColor: ink.bg } };
  }));
}
function paint(next) {
  picture = next;
  boxes.clear();
  nodeSet.clear();
  nodeSet.add([...picture.nodes.entries()].map(([n, p]) => dressed(n, p.x, p.y)));
  dressEdges();
  const canvas = byId("canvas");
  canvas.dataset.kind = picture.kind; canvas.dataset.nodes = picture.nodes.size; canvas.dataset.edges = picture.pairs.length;
  notice(picture.hidden > 0 ? t("hidden_n", picture.hidden) : "");
  fit();
}
function extent() {
  const xs = [], ys = [];
  if (picture.kind === "home") { xs.push(-507, 507); ys.push(-91, 91); picture.cards.forEach((k) => { xs.push(k.x, k.x + k.w); ys.push(k.y, k.y + k.h); }); }
  picture.circles.forEach(([, x, y, r]) => { xs.push(x - r - 20, x + r + 110); ys.push(y - r - 40, y + r + 10); });
  picture.heads.forEach((h) => { xs.push(h.x - 6, h.x + h.w); ys.push(h.y - 70); });
  picture.nodes.forEach((p) => { const w = p.dot ? 40 : p.w || 140; xs.push(p.left ? p.x - w : p.below ? p.x - w / 2 : p.x - 20, p.left ? p.x + 20 : p.below ? p.x + w / 2 : p.x + w); ys.push(p.y - 24, p.y + (p.below ? 50 : 24)); });
  return xs.length ? [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)] : [-100, -100, 100, 100];
}
function fit() {
  const [x0, y0, x1, y1] = extent(), box = byId("canvas");
  if (!box.clientWidth) return;
  const below = box.clientWidth > 500 ? 44 : 10; // the tools stand below the picture
  const above = byId("notice").hidden ? 0 : byId("notice").offsetHeight + 10;
  const scale = Math.min((box.clientWidth - 20) / (x1 - x0), (box.clientHeight - below - above - 12) / (y1 - y0), 1.6);
  net.moveTo({ position: { x: (x0 + x1) / 2, y: (y0 + y1) / 2 + (below - above) / 2 / scale }, scale });
}

// ------------------------------------------------------------------ where one is
function parse() {
  const found = {};
  try { location.hash.slice(1).split("&").forEach((part) => { const [k, v] = part.split("="); if (/^[a-z]$/.test(k) && v !== undefined) found[k] = decodeURIComponent(v); }); } catch { /* a broken address is the overview */ }
  if (found.s !== undefined) found.s = Number(found.s);
  return found;
}
let last = null;
function go(parts) {
  const next = address(parts);
  if (next === location.hash || (next === "#" && !location.hash)) { last = location.hash; render(parse()); return; }
  last = next;
  try { location.hash = next; } catch { /* a frame without an address */ }
  render(Object.fromEntries(Object.entries(parts).filter(([, v]) => v !== undefined && v !== "").map(([k, v]) => [k, k === "s" ? Number(v) : String(v)])));
}
window.addEventListener("hashchange", () => { if (location.hash !== last) { last = location.hash; render(parse()); } });
document.addEventListener("click", (e) => {
  const a = e.target.closest && e.target.closest("a[href^='#']");
  if (e.target.closest && e.target.closest("#top")) { e.preventDefault(); go({}); return; }
  if (!a || e.ctrlKey || e.metaKey || e.shiftKey) return;
  e.preventDefault();
  const parts = {};
  a.getAttribute("href").slice(1).split("&").forEach((part) => { const [k, v] = part.split("="); if (v !== undefined) parts[k] = decodeURIComponent(v); });
  choose(parts);
});
// while a second entity is being picked, the next one ends the path
function choose(parts) {
  if (state.picking !== null && parts.n !== undefined && entityAt(parts.n) >= 0) {
    const a = state.picking; state.picking = null;
    go({ m: "path", a: iriOf(a), b: parts.n });
  } else go(parts.n !== undefined && parts.v === undefined && parts.m === undefined && (current.v === "text" || current.v === "list") ? { ...parts, v: current.v, d: current.v === "text" ? texted.d : undefined } : parts);
}

function render(r) {
  const was = current;
  current = r;
  const tab = r.v || (phone() && !r.m ? "list" : "net"), n = entityAt(r.n);
  showTab(tab);
  const open = r.n !== undefined || r.q !== undefined || r.i !== undefined || (r.m && tab === "net");
  document.body.classList.toggle("chosen", Boolean(open) && !(r.m === "section" && tab === "list"));
  if (tab === "table") { renderTable(); return; }
  if (tab === "text") { if (n < 0 || was.v !== "text") renderText(r.d === undefined ? -1 : Number(r.d), Number(r.a), Number(r.b)); if (n >= 0) entityPanel(n); return; }
  state.selected = -1; state.focus = null;
  const fresh = () => (state.layout === "clusters" ? clusterPicture() : homePicture());
  if (r.m === "path" && entityAt(r.a) >= 0 && entityAt(r.b) >= 0) {
    paint(pathPicture(entityAt(r.a), entityAt(r.b)));
    pathPanel(picture.steps, entityAt(r.a), entityAt(r.b));
  } else if (r.m === "ego" && n >= 0) {
    state.selected = n;
    paint(egoPicture(n));
    entityPanel(n);
  } else if (n >= 0) {
    const there = picture.nodes.has(n) && picture.kind !== "ego" && picture.kind !== "path" && was.g === r.g;
    if (!there || shapeOf(picture.kind) !== shapeOf(was.m === "section" && picture.kind === "section" ? "section" : state.layout === "clusters" ? "clusters" : "home")) paint(fresh());
    if (!picture.nodes.has(n)) paint(egoPicture(n));
    state.selected = n;
    if (picture.kind !== "ego") { picture.pairs = picture.pairs.filter(({ a, b }) => a !== n && b !== n && !(hubSet.has(a) || hubSet.has(b)) || state.hub).concat(state.hub ? [] : pairs(picture.nodes, 60, n)); state.focus = new Set([n]); picture.pairs.forEach(({ a, b }) => { if (a === n) state.focus.add(b); if (b === n) state.focus.add(a); }); }
    dressEdges();
    entityPanel(n);
  } else if (r.m === "section" && view().groups[r.s]) {
    paint(sectionPicture(r.s));
    sectionPanel(r.s);
  } else if (r.q && questions[r.q]) {
    paint(fresh());
    questionPanel(r.q);
    dressEdges();
  } else if (r.i !== undefined && indicatorAt(r.i) >= 0) {
    paint(fresh());
    indicatorPanel(indicatorAt(r.i));
    dressEdges();
  } else { current = r.v ? { v: r.v } : {}; paint(fresh()); homePanel(); }
  if (tab === "list") renderList();
  net.redraw();
}
const shapeOf = (kind) => kind;
const indicatorAt = (iri) => I.findIndex((i) => i[0] === String(iri).replace(BASE, ""));
function showTab(name) {
  byId("main").dataset.tab = name;
  for (const s of ["net", "list", "table", "text"]) { byId(s).hidden = s !== name; byId("tab-" + s).setAttribute("aria-pressed", String(s === name)); }
  document.body.dataset.tab = name;
}
function notice(text) { const p = byId("notice"), all = [text, data.left ? t("left_out", data.left) : "", data.focus ? t("focused", data.focus, data.depth) : ""].filter(Boolean).join(" · "); p.textContent = all; p.hidden = !all; }
function again(keep) { const r = { ...current }; if (keep) { const at = net.getViewPosition(), scale = net.getScale(); render(r); net.moveTo({ position: at, scale }); } else render(r); }

// ------------------------------------------------------------------ mouse
const canvas = byId("canvas"), tip = byId("tip");
function hit(x, y) {
  const p = net.DOMtoCanvas({ x, y });
  for (const [n, [a, b, w, h]] of boxes) if (p.x >= a && p.x <= a + w && p.y >= b && p.y <= b + h) return { n };
  for (let k = spots.length - 1; k >= 0; k--) { const [a, b, w, h, act, words] = spots[k]; if (p.x >= a && p.x <= a + w && p.y >= b && p.y <= b + h) return { act, words }; }
  return {};
}
net.on("click", (p) => {
  const { x, y } = p.pointer.DOM, found = hit(x, y), shift = p.event.srcEvent && p.event.srcEvent.shiftKey;
  tip.hidden = true;
  if (found.n !== undefined) {
    if (shift && state.selected >= 0 && state.selected !== found.n) go({ m: "path", a: iriOf(state.selected), b: iriOf(found.n) });
    else if (picture.kind === "ego" && state.picking === null) go(found.n === picture.centre ? { n: iriOf(found.n) } : { m: "ego", n: iriOf(found.n) });
    else choose({ n: iriOf(found.n) });
  } else if (found.act) found.act();
  else if (Object.keys(current).length && picture.kind !== "section") go({});
});
net.on("doubleClick", (p) => { const found = hit(p.pointer.DOM.x, p.pointer.DOM.y); if (found.n !== undefined) go({ m: "ego", n: iriOf(found.n) }); });
let moved = null;
canvas.addEventListener("mousemove", (e) => {
  if (e.buttons) return;
  const before = moved;
  moved = [e.clientX, e.clientY];
  if (!before) requestAnimationFrame(hover);
});
function hover() {
  const [cx, cy] = moved, box = canvas.getBoundingClientRect(), x = cx - box.left, y = cy - box.top, found = hit(x, y);
  moved = null;
  let words = "";
  if (found.n !== undefined) words = E.l[found.n] + " · " + className(found.n) + (figureCount(found.n) ? " · " + t("figures_n", figureCount(found.n)) : "");
  else if (found.act) words = found.words;
  else { const edge = net.getEdgeAt({ x, y }); if (edge !== undefined && picture.pairs[edge]) { const q = picture.pairs[edge]; words = E.l[q.a] + " — " + pairName(q.rels) + " → " + E.l[q.b]; } }
  tip.hidden = !words; tip.textContent = words;
  if (words) { tip.style.left = Math.min(x + 14, canvas.clientWidth - 220) + "px"; tip.style.top = y + 16 + "px"; }
  canvas.style.cursor = found.n !== undefined || found.act ? "pointer" : "";
  const over = found.n === undefined ? null : found.n;
  if (over !== state.hover) { state.hover = over; net.redraw(); }
}
canvas.addEventListener("mouseleave", () => { tip.hidden = true; if (state.hover !== null) { state.hover = null; net.redraw(); } });

// ------------------------------------------------------------------ keyboard
canvas.addEventListener("keydown", (e) => {
  const step = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] }[e.key];
  if (e.key === "Enter" && state.selected >= 0) { e.preventDefault(); go({ m: "ego", n: iriOf(state.selected) }); }
  if (e.key === "+" || e.key === "=") net.moveTo({ scale: net.getScale() * 1.2 });
  if (e.key === "-") net.moveTo({ scale: net.getScale() / 1.2 });
  if (!step) return;
  e.preventDefault();
  const at = state.selected >= 0 && picture.nodes.has(state.selected) ? position(state.selected) : { x: 0, y: -26 };
  let best = -1, least = Infinity;
  picture.nodes.forEach((_, n) => {
    if (n === state.selected) return;
    const p = position(n), dx = p.x - at.x, dy = p.y - at.y, along = dx * step[0] + dy * step[1];
    if (along <= 1) return;
    const cost = along + 2.2 * Math.abs(dx * step[1] + dy * step[0]);
    if (cost < least) { least = cost; best = n; }
  });
  if (best >= 0) go(picture.kind === "ego" ? { m: "ego", n: iriOf(best) } : { n: iriOf(best) });
});
document.addEventListener("keydown", (e) => {
  const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName) && document.activeElement.type !== "checkbox";
  if (e.key === "Escape") { if (typing) document.activeElement.blur(); byId("results").replaceChildren(); state.picking = null; notice(""); if (!typing && Object.keys(current).length) go(current.v === "list" ? { v: "list" } : {}); canvas.focus(); }
  if (typing || e.ctrlKey || e.metaKey || e.altKey) return;
  if (e.key === "/") { e.preventDefault(); byId("search").focus(); byId("search").select(); }
  const tab = { 1: "net", 2: "list", 3: "table", 4: "text" }[e.key];
  if (tab) byId("tab-" + tab).click();
});

// ------------------------------------------------------------------ search
const search = byId("search"), results = byId("results");
let hits = [], at = 0;
function suggest() {
  const began = performance.now();
  hits = find(search.value, 12);
  window.__searched = performance.now() - began;
  at = 0;
  results.replaceChildren(...hits.map((h, k) => el("li", { role: "option", id: "hit" + k, "aria-selected": String(k === at), onmousedown: (e) => { e.preventDefault(); take(k); } },
    h.n !== undefined ? badge(classes[E.c[h.n]]) : "▤ ", el("span", { text: h.n !== undefined ? E.l[h.n] : indicatorName(h.i) }), el("small", { text: h.n !== undefined ? [h.also, className(h.n)].filter(Boolean).join(" · ") : t("indicator") }))));
  if (search.value.trim() && !hits.length) results.append(el("li", { class: "none", role: "option", "aria-selected": "false", text: t("nothing") }));
  search.setAttribute("aria-expanded", String(results.children.length > 0));
  mark();
}
function mark() { [...results.children].forEach((li, k) => li.setAttribute("aria-selected", String(k === at && hits.length > 0))); if (hits.length) search.setAttribute("aria-activedescendant", "hit" + at); else search.removeAttribute("aria-activedescendant"); }
function take(k) { const h = hits[k]; close(); if (h) { search.value = ""; search.blur(); choose(h.n !== undefined ? { n: iriOf(h.n) } : { i: I[h.i][0] }); } }
function close() { results.replaceChildren(); search.setAttribute("aria-expanded", "false"); search.removeAttribute("aria-activedescendant"); }
search.addEventListener("input", suggest);
search.addEventListener("blur", () => setTimeout(close, 150));
search.addEventListener("keydown", (e) => {
  if (e.key === "ArrowDown" || e.key === "ArrowUp") { e.preventDefault(); at = Math.max(0, Math.min(hits.length - 1, at + (e.key === "ArrowDown" ? 1 : -1))); mark(); }
  if (e.key === "Enter" && hits.length) { e.preventDefault(); take(at); }
});

// ------------------------------------------------------------------ filters, tools
function toggles() {
  const counts = new Map(), relCounts = new Map();
  E.c.forEach((c) => counts.set(c, (counts.get(c) || 0) + 1));
  R.p.forEach((p) => relCounts.set(p, (relCounts.get(p) || 0) + 1));
  const tick = (on, change, ...kids) => { const input = el("input", { type: "checkbox", onchange: (e) => change(e.target.checked) }); input.checked = on; return el("label", { class: "tick" }, input, ...kids); };
  byId("legend").replaceChildren(...[...counts.entries()].sort((a, b) => b[1] - a[1]).map(([c, n]) => { const l = tick(!state.off.has(c), (on) => { on ? state.off.delete(c) : state.off.add(c); again(true); }, badge(classes[c]), el("span", { text: label(classes[c]) }), el("span", { class: "count", text: n })); l.firstChild.dataset.cls = classes[c]; return l; }));
  byId("predicates").replaceChildren(...[...relCounts.entries()].sort((a, b) => b[1] - a[1]).map(([p, n]) => { const l = tick(!state.offRelations.has(p), (on) => { on ? state.offRelations.delete(p) : state.offRelations.add(p); again(true); }, el("span", { text: label(said[p]) }), el("span", { class: "count", text: n })); l.firstChild.dataset.predicate = said[p]; return l; }));
  const groups = Object.keys(views);
  byId("groups").replaceChildren(...groups.map((g) => el("button", { "data-group": g, "aria-pressed": String(g === state.group), text: t(g === "classes" ? "by_class" : g), onclick: () => { state.group = g; toggles(); go({}); } })));
  document.querySelectorAll("[data-layout]").forEach((b) => b.setAttribute("aria-pressed", String(b.dataset.layout === state.layout)));
}
document.querySelectorAll("[data-layout]").forEach((b) => b.addEventListener("click", () => { state.layout = b.dataset.layout; toggles(); go({}); }));
document.querySelectorAll("#tabs [data-tab]").forEach((b) => b.addEventListener("click", () => go(b.dataset.tab === "net" ? (phone() ? { v: "net" } : {}) : { v: b.dataset.tab })));
byId("show-hub").addEventListener("change", (e) => { state.hub = e.target.checked; again(true); });
byId("show-names").addEventListener("change", (e) => { state.names = e.target.checked; again(true); });
byId("home").addEventListener("click", () => { go(phone() ? { v: "net" } : {}); fit(); });
byId("close").addEventListener("click", () => go(current.v && current.v !== "net" ? { v: current.v } : {}));
byId("zoom-in").addEventListener("click", () => net.moveTo({ scale: net.getScale() * 1.25 }));
byId("zoom-out").addEventListener("click", () => net.moveTo({ scale: net.getScale() / 1.25 }));
byId("svg").addEventListener("click", () => save("graph.svg", "image/svg+xml", [svgPicture()]));
byId("png").addEventListener("click", () => {
  const from = canvas.querySelector("canvas"), to = document.createElement("canvas"), c = to.getContext("2d");
  to.width = from.width; to.height = from.height;
  c.fillStyle = ink.bg; c.fillRect(0, 0, to.width, to.height); c.drawImage(from, 0, 0);
  to.toBlob((blob) => save("graph.png", "image/png", [blob]));
});
function theme(dark) { document.documentElement.dataset.theme = dark ? "dark" : "light"; byId("theme").setAttribute("aria-pressed", String(dark)); dip(); toggles(); }
byId("theme").addEventListener("click", () => { theme(document.documentElement.dataset.theme !== "dark"); again(true); });
byId("language").addEventListener("click", () => { state.lang = state.lang === "zh" ? "en" : "zh"; speak(); toggles(); again(true); });

// the slider of years, when there are two or more
(() => {
  const all = new Set();
  O.p.forEach((_, k) => { const y = yearsOf(k); if (y) y.forEach((v) => all.add(v)); });
  docs.forEach((d) => { if (d.y) all.add(d.y); });
  const list = [...all].filter((y) => y > 1900 && y < 2100).sort();
  if (list.length < 2) return;
  byId("times").hidden = false;
  for (const [id, value] of [["from", 0], ["to", list.length - 1]]) {
    const input = byId(id);
    input.min = 0; input.max = list.length - 1; input.step = 1; input.value = value;
    input.addEventListener("input", () => {
      let a = Number(byId("from").value), b = Number(byId("to").value);
      if (a > b) { if (id === "from") byId("to").value = b = a; else byId("from").value = a = b; }
      ranged = a > 0 || b < list.length - 1;
      state.from = ranged ? list[a] : 0; state.to = ranged ? list[b] : 9999;
      byId("from-year").textContent = list[a]; byId("to-year").textContent = list[b];
      answers.clear();
      again(true);
    });
    byId(id + "-year").textContent = list[value];
  }
})();

if (phone()) byId("folded").open = false;
theme(window.matchMedia("(prefers-color-scheme: dark)").matches);
speak();
last = location.hash;
render(parse());
// for scripts and tests: where an entity, or what a card offers, is drawn in the window; null when it is not
window.__at = (words) => {
  const n = [...picture.nodes.keys()].find((k) => E.l[k] === words), spot = spots.find((s) => s[5] === words);
  if (n === undefined && !spot) return null;
  const p = net.canvasToDOM(n !== undefined ? position(n) : { x: spot[0] + spot[2] / 2, y: spot[1] + spot[3] / 2 }), box = canvas.getBoundingClientRect();
  return [p.x + box.left, p.y + box.top];
};
if (byId("net").hidden) requestAnimationFrame(() => { window.__ready = window.__ready || performance.now(); });
setTimeout(learn, 400); // so that the first search is as quick as the next
let wide = canvas.clientWidth;
new ResizeObserver(() => { if (canvas.clientWidth && Math.abs(canvas.clientWidth - wide) > 2) { wide = canvas.clientWidth; net.setSize("100%", "100%"); fit(); net.redraw(); } }).observe(canvas);

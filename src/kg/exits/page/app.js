// Where one is lies in the address: #n=IRI, m=section|ego|path, q=question, i=indicator, v=table|text|list.
let picture = emptyPicture("home"),
  current = {};
const numberOf = new Map();
const entityAt = (iri) => {
  if (!numberOf.size) E.i.forEach((i, n) => numberOf.set(i, n));
  const n = numberOf.get(String(iri || "").replace(BASE, ""));
  return n === undefined ? -1 : n;
};
const phone = () => window.matchMedia("(max-width: 760px)").matches;

const nodeSet = new vis.DataSet(first.nodes.map((n) => dressed(n.id, n.x, n.y)));
const edgeSet = new vis.DataSet([]);
function dressed(id, x, y) {
  return { id, x, y, shape: "custom", ctxRenderer: renderer };
}
function renderer({ ctx, id, x, y }) {
  const p = picture.nodes.get(id),
    r = p && p.big ? 20 : p && p.dot ? p.r : 9;
  return { drawNode: () => drawNode(ctx, id, x, y), nodeDimensions: { width: 2 * r, height: 2 * r } };
}
const net = new vis.Network(
  byId("canvas"),
  { nodes: nodeSet, edges: edgeSet },
  {
    physics: false,
    layout: { improvedLayout: false },
    autoResize: true,
    interaction: {
      hover: false,
      hideEdgesOnDrag: true,
      hideEdgesOnZoom: true,
      keyboard: false,
      selectable: false,
      selectConnectedEdges: false,
    },
    edges: {
      smooth: { enabled: true, type: "curvedCW", roundness: 0.12 },
      width: 1.3,
      arrows: { to: { enabled: true, scaleFactor: 0.42 } },
      font: { size: 11, strokeWidth: 3, face: FONT },
    },
  },
);
const position = (n) => (net.body.nodes[n] ? net.getPosition(n) : picture.nodes.get(n));
net.on("beforeDrawing", (c) => {
  boxes.clear();
  drawUnder(c);
});
net.on("afterDrawing", (c) => {
  drawOver(c, net.getScale());
  if (!window.__ready) window.__ready = performance.now();
});

const namesShown = () =>
  state.names || ((picture.kind === "ego" || picture.kind === "path") && picture.pairs.length <= 60);
const pairName = (rels) => [...new Set(rels.map((k) => label(said[R.p[k]])))].join(" · ");
function dressEdges() {
  edgeSet.clear();
  edgeSet.add(
    picture.pairs.map(({ a, b, rels }, id) => {
      const faint =
        dimmed(a) || dimmed(b) || (state.selected >= 0 && state.focus && a !== state.selected && b !== state.selected);
      const planned = rels.every((k) => said[R.t[k]] !== "achieved");
      return {
        id,
        from: a,
        to: b,
        dashes: planned,
        label: namesShown() && !faint ? pairName(rels) : undefined,
        color: { color: ink.edge, opacity: faint ? 0.1 : state.focus ? 0.9 : picture.kind === "home" ? 0.42 : 0.55 },
        font: { color: ink.soft, strokeColor: ink.bg },
      };
    }),
  );
}
function paint(next) {
  picture = next;
  boxes.clear();
  nodeSet.clear();
  nodeSet.add([...picture.nodes.entries()].map(([n, p]) => dressed(n, p.x, p.y)));
  dressEdges();
  const canvas = byId("canvas");
  canvas.dataset.kind = picture.kind;
  canvas.dataset.nodes = picture.nodes.size;
  canvas.dataset.edges = picture.pairs.length;
  notice(picture.hidden > 0 ? t("hidden_n", picture.hidden) : "");
  fit();
}
function extent() {
  const xs = [],
    ys = [];
  if (picture.kind === "home") {
    xs.push(-507, 507);
    ys.push(-91, 91);
    picture.cards.forEach((k) => {
      xs.push(k.x, k.x + k.w);
      ys.push(k.y, k.y + k.h);
    });
  }
  picture.circles.forEach(([, x, y, r]) => {
    xs.push(x - r - 20, x + r + 110);
    ys.push(y - r - 40, y + r + 10);
  });
  picture.heads.forEach((h) => {
    xs.push(h.x - 6, h.x + h.w);
    ys.push(h.y - 70);
  });
  picture.nodes.forEach((p) => {
    const w = p.dot ? 40 : p.w || 140;
    xs.push(p.left ? p.x - w : p.below ? p.x - w / 2 : p.x - 20, p.left ? p.x + 20 : p.below ? p.x + w / 2 : p.x + w);
    ys.push(p.y - 24, p.y + (p.below ? 50 : 24));
  });
  return xs.length ? [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)] : [-100, -100, 100, 100];
}
function fit() {
  const [x0, y0, x1, y1] = extent(),
    box = byId("canvas");
  if (!box.clientWidth) return;
  const below = box.clientWidth > 500 ? 44 : 10; // the tools stand below the picture
  const above = byId("notice").hidden ? 0 : byId("notice").offsetHeight + 10;
  const scale = Math.min((box.clientWidth - 20) / (x1 - x0), (box.clientHeight - below - above - 12) / (y1 - y0), 1.6);
  net.moveTo({ position: { x: (x0 + x1) / 2, y: (y0 + y1) / 2 + (below - above) / 2 / scale }, scale });
}

// ------------------------------------------------------------------ where one is
function parse() {
  const found = {};
  try {
    location.hash
      .slice(1)
      .split("&")
      .forEach((part) => {
        const [k, v] = part.split("=");
        if (/^[a-z]$/.test(k) && v !== undefined) found[k] = decodeURIComponent(v);
      });
  } catch {
    /* a broken address is the overview */
  }
  if (found.s !== undefined) found.s = Number(found.s);
  return found;
}
let last = null;
function go(parts) {
  const next = address(parts);
  if (next === location.hash || (next === "#" && !location.hash)) {
    last = location.hash;
    render(parse());
    return;
  }
  last = next;
  try {
    location.hash = next;
  } catch {
    /* a frame without an address */
  }
  render(
    Object.fromEntries(
      Object.entries(parts)
        .filter(([, v]) => v !== undefined && v !== "")
        .map(([k, v]) => [k, k === "s" ? Number(v) : String(v)]),
    ),
  );
}
window.addEventListener("hashchange", () => {
  if (location.hash !== last) {
    last = location.hash;
    render(parse());
  }
});
document.addEventListener("click", (e) => {
  const a = e.target.closest && e.target.closest("a[href^='#']");
  if (e.target.closest && e.target.closest("#top")) {
    e.preventDefault();
    go({});
    return;
  }
  if (!a || e.ctrlKey || e.metaKey || e.shiftKey) return;
  e.preventDefault();
  const parts = {};
  a.getAttribute("href")
    .slice(1)
    .split("&")
    .forEach((part) => {
      const [k, v] = part.split("=");
      if (v !== undefined) parts[k] = decodeURIComponent(v);
    });
  choose(parts);
});
// while a second entity is being picked, the next one ends the path
function choose(parts) {
  if (state.picking !== null && parts.n !== undefined && entityAt(parts.n) >= 0) {
    const a = state.picking;
    state.picking = null;
    go({ m: "path", a: iriOf(a), b: parts.n });
  } else {
    // from the list and the text, an entity opens beside them; from the list, a section in it
    const here = !byId("list").hidden ? "list" : !byId("text").hidden ? "text" : "";
    const stays =
      here &&
      parts.v === undefined &&
      ((parts.n !== undefined && parts.m === undefined) || (here === "list" && parts.m === "section"));
    const within_ =
      here === "list" && current.m === "section" && parts.n !== undefined ? { m: "section", s: current.s } : {};
    go(stays ? { ...within_, ...parts, v: here, d: here === "text" ? texted.d : undefined } : parts);
  }
}

function render(r, force) {
  const was = current;
  current = r;
  const tab = r.v || (phone() && !r.m ? "list" : "net"),
    n = entityAt(r.n);
  showTab(tab);
  const open = r.n !== undefined || r.q !== undefined || r.i !== undefined || (r.m && tab === "net");
  document.body.classList.toggle(
    "chosen",
    Boolean(open) && !(r.m === "section" && tab === "list" && r.n === undefined),
  );
  if (tab === "table") {
    renderTable();
    return;
  }
  if (tab === "text") {
    if (n < 0 || was.v !== "text") renderText(r.d === undefined ? -1 : Number(r.d), Number(r.a), Number(r.b));
    if (n >= 0) entityPanel(n);
    return;
  }
  state.selected = -1;
  state.focus = null;
  const fresh = () => (state.layout === "clusters" ? clusterPicture() : homePicture());
  if (r.m === "path" && entityAt(r.a) >= 0 && entityAt(r.b) >= 0) {
    paint(pathPicture(entityAt(r.a), entityAt(r.b)));
    pathPanel(picture.steps, entityAt(r.a), entityAt(r.b));
  } else if (r.m === "ego" && n >= 0) {
    state.selected = n;
    paint(egoPicture(n));
    entityPanel(n);
  } else if (n >= 0) {
    const flat = ["home", "clusters", "section"].includes(picture.kind);
    if (force || !flat || !picture.nodes.has(n))
      paint(flat && picture.kind === "section" && picture.nodes.has(n) ? sectionPicture(picture.g) : fresh());
    if (!picture.nodes.has(n)) paint(egoPicture(n));
    state.selected = n;
    if (picture.kind !== "ego") {
      picture.pairs = picture.pairs
        .filter(({ a, b }) => (a !== n && b !== n && !(hubSet.has(a) || hubSet.has(b))) || state.hub)
        .concat(state.hub ? [] : pairs(picture.nodes, 60, n));
      state.focus = new Set([n]);
      picture.pairs.forEach(({ a, b }) => {
        if (a === n) state.focus.add(b);
        if (b === n) state.focus.add(a);
      });
    }
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
  } else {
    current = r.v ? { v: r.v } : {};
    paint(fresh());
    homePanel();
  }
  if (tab === "list") renderList();
  net.redraw();
}
const indicatorAt = (iri) => I.findIndex((i) => i[0] === String(iri).replace(BASE, ""));
function showTab(name) {
  byId("main").dataset.tab = name;
  for (const s of ["net", "list", "table", "text"]) {
    byId(s).hidden = s !== name;
    byId("tab-" + s).setAttribute("aria-pressed", String(s === name));
  }
  document.body.dataset.tab = name;
}
function notice(text) {
  const p = byId("notice"),
    all = [text, data.left ? t("left_out", data.left) : "", data.focus ? t("focused", data.focus, data.depth) : ""]
      .filter(Boolean)
      .join(" · ");
  p.textContent = all;
  p.hidden = !all;
}
function again() {
  const at = net.getViewPosition(),
    scale = net.getScale();
  render({ ...current }, true);
  net.moveTo({ position: at, scale });
}

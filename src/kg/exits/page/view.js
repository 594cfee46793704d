"use strict";
(() => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const data = read("data"), graph = read("graph");
  const byId = (id) => document.getElementById(id);
  const el = (tag, cls, text) => { const e = document.createElement(tag); if (cls) e.className = cls; if (text !== undefined) e.textContent = text; return e; };
  const label = (term) => (data.labels[term] || {}).zh || term;
  const facts = new Map(), push = (n, f) => { if (!facts.has(n)) facts.set(n, { rels: [], obs: [] }); return facts.get(n); };
  data.rels.forEach((r) => { push(r[0]).rels.push(r); if (r[2] !== r[0]) push(r[2]).rels.push(r); });
  data.obs.forEach((o) => push(o[0]).obs.push(o));

  // ---------------------------------------------------------------- network
  const css = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const nodes = new vis.DataSet(graph.nodes.map((n) => node(n)));
  function node(n) {
    const own = data.nodes[n.id], hub = data.hubs.includes(n.id);
    // labels are painted beside the shapes below: vis would centre them on top
    return { id: n.id, title: own.l, x: n.x, y: n.y, shape: n.shape || "dot", size: hub ? 22 : 10, borderWidth: 1,
      color: { background: n.color, border: "#333", highlight: { background: n.color, border: css("--accent") } } };
  }
  const edges = new vis.DataSet(graph.edges.map((e, i) => ({ id: "e" + i, from: e.from, to: e.to, title: label(e.title), arrows: "to", color: { color: "#9aa4b0", opacity: 0.55 } })));
  const net = new vis.Network(byId("canvas"), { nodes, edges }, { physics: false, interaction: { hover: true, hideEdgesOnDrag: true, hideEdgesOnZoom: true, keyboard: false }, edges: { smooth: false, width: 1 }, layout: { improvedLayout: false } });
  net.on("beforeDrawing", (c) => {
    data.cards.forEach((k) => {
      c.fillStyle = css("--card"); c.strokeStyle = css("--line"); c.lineWidth = 1;
      c.beginPath(); c.roundRect(k.x - 14, k.y - 26, k.w, k.h + 34, 12); c.fill(); c.stroke();
      c.fillStyle = css("--soft"); c.font = "600 16px sans-serif"; c.fillText(label(k.c) + "  " + k.n, k.x, k.y - 4);
    });
  });
  const short = (text, most) => (Array.from(text).length > most ? Array.from(text).slice(0, most - 1).join("") + "…" : text);
  net.on("afterDrawing", (c) => {
    const chosen = new Set(net.getSelectedNodes());
    graph.nodes.forEach((n) => {
      const hub = data.hubs.includes(n.id), p = net.getPosition(n.id);
      c.fillStyle = css(chosen.has(n.id) ? "--accent" : "--fg");
      c.textAlign = hub ? "center" : "left";
      c.font = (hub || chosen.has(n.id) ? "600 " : "") + (hub ? 24 : 17) + "px sans-serif";
      c.fillText(short(data.nodes[n.id].l, hub ? 12 : 19), p.x + (hub ? 0 : 18), p.y + (hub ? 48 : 6));
      c.textAlign = "left";
    });
  });
  function frame() {
    const xs = data.cards.flatMap((k) => [k.x - 20, k.x + k.w]), ys = data.cards.flatMap((k) => [k.y - 34, k.y + k.h + 12]);
    graph.nodes.forEach((n) => { xs.push(n.x - 30, n.x + 60); ys.push(n.y - 40, n.y + 60); });
    const [x0, x1, y0, y1] = [Math.min(...xs), Math.max(...xs), Math.min(...ys), Math.max(...ys)], box = byId("canvas");
    net.moveTo({ position: { x: (x0 + x1) / 2, y: (y0 + y1) / 2 }, scale: Math.min(box.clientWidth / (x1 - x0), box.clientHeight / (y1 - y0)) * 0.98 });
  }
  net.on("selectNode", (p) => show(p.nodes[0]));
  net.once("afterDrawing", () => { window.__ready = performance.now(); });
  frame();
  window.addEventListener("resize", frame);

  // ---------------------------------------------------------------- panel
  const statusOf = (s) => el("span", "status", label(s));
  function quote(doc, start, end, text, from) {
    const p = el("p", "quote");
    if (from !== undefined && from >= 0 && from < text.length) {
      p.append(text.slice(0, from)); p.append(el("mark", "", text.slice(from, from + (end - start)))); p.append(text.slice(from + (end - start)));
    } else p.append(el("mark", "", text));
    if (doc >= 0 && data.docs[doc].x) { const b = el("button", "link", " 原文"); b.onclick = () => locate(doc, start, end); p.append(b); }
    return p;
  }
  function show(n, silent) {
    const own = data.nodes[n], f = facts.get(n) || { rels: [], obs: [] }, panel = byId("panel");
    if (!own) return;
    panel.replaceChildren(el("h2", "", own.l), el("div", "kind", label(own.c) + (own.a.length ? " · " + own.a.join("、") : "") + " · ×" + own.m));
    if (f.obs.length) panel.append(el("h3", "", "数据 " + f.obs.length));
    f.obs.slice(0, 400).forEach((o) => {
      const d = el("div", "fact"), b = el("b", "", o[2]); b.title = o[4] + " " + o[5];
      d.append(el("span", "", o[1] + "  "), b, el("span", "kind", "  " + label(o[3]) + (o[14] ? " · " + o[14] : "") + (o[7] ? " · " + o[7] : "")));
      if (o[6] !== "achieved") d.append(statusOf(o[6]));
      d.append(quote(o[9], o[10], o[11], o[12], o[12].indexOf(o[2])), el("div", "rule", o[13]));
      panel.append(d);
    });
    if (f.rels.length) panel.append(el("h3", "", "关系 " + f.rels.length));
    f.rels.slice(0, 400).forEach((r) => {
      const d = el("div", "fact"), out = r[0] === n, other = out ? r[2] : r[0], b = el("button", "link", data.nodes[other].l);
      b.onclick = () => show(other);
      d.append(el("span", "kind", (out ? "" : "← ") + label(r[1]) + "  "), b);
      if (r[3] !== "achieved") d.append(statusOf(r[3]));
      if (r[4] >= 0) d.append(quote(r[4], r[5], r[6], r[7]), el("div", "rule", r[8])); else d.append(el("div", "rule", r[8]));
      panel.append(d);
    });
    if (nodes.get(n)) net.selectNodes([n]);
    if (!silent) location.hash = "n=" + encodeURIComponent(own.i);
  }

  // ---------------------------------------------------------------- search
  byId("search").addEventListener("input", (e) => {
    const q = e.target.value.trim().toLowerCase(), list = byId("results");
    list.replaceChildren();
    if (!q) return;
    const hits = data.nodes.map((n, i) => [n, i]).filter(([n]) => (n.l + " " + n.a.join(" ")).toLowerCase().includes(q)).slice(0, 30);
    const seen = new Set(hits.map((h) => h[1]));
    data.obs.forEach((o) => { if (hits.length < 40 && !seen.has(o[0]) && o[1].toLowerCase().includes(q)) { seen.add(o[0]); hits.push([data.nodes[o[0]], o[0], o[1]]); } });
    hits.forEach(([n, i, why]) => { const li = el("li"), b = el("button", "", n.l + " · " + label(n.c) + (why ? " · " + why : "")); b.onclick = () => { list.replaceChildren(); tab("net"); show(i); }; li.append(b); list.append(li); });
  });

  // ---------------------------------------------------------------- table and text
  const head = ["主体", "关系或指标", "对象或数值", "状态", "时期", "引文"];
  let rows = null, order = [0, 1];
  function all() {
    return data.obs.map((o) => [data.nodes[o[0]].l, o[1] + "（" + label(o[3]) + "）", o[2], label(o[6]), o[7], o[12]]).concat(
      data.rels.map((r) => [data.nodes[r[0]].l, label(r[1]), data.nodes[r[2]].l, label(r[3]), "", r[7]]));
  }
  function table() {
    rows = rows || all();
    const t = el("table"), h = el("tr"), sorted = rows.slice().sort((a, b) => order[1] * String(a[order[0]]).localeCompare(String(b[order[0]]), "zh"));
    head.forEach((x, i) => { const th = el("th", "", x); th.tabIndex = 0; th.onclick = () => { order = [i, order[0] === i ? -order[1] : 1]; table(); }; h.append(th); });
    t.append(h);
    sorted.slice(0, 5000).forEach((r) => { const tr = el("tr"); r.forEach((c) => tr.append(el("td", "", c))); t.append(tr); });
    byId("rows").replaceChildren(t);
  }
  function text(doc, start, end) {
    const box = byId("source"), x = data.docs[doc] ? Array.from(data.docs[doc].x) : [];
    const spans = data.obs.filter((o) => o[9] === doc).map((o) => [o[10], o[11]]).sort((a, b) => a[0] - b[0]);
    if (start !== undefined) spans.splice(0, spans.length, [start, end]);
    box.replaceChildren(); let at = 0;
    spans.forEach(([s, e]) => { if (s < at) return; box.append(x.slice(at, s).join("")); const m = el("mark", "", x.slice(s, e).join("")); box.append(m); at = e; });
    box.append(x.slice(at).join(""));
    const first = start !== undefined && box.querySelector("mark"); if (first) first.scrollIntoView({ block: "center" });
  }
  function locate(doc, start, end) { tab("text"); text(doc, start, end); }
  function tab(name) {
    for (const t of ["net", "table", "text"]) { byId(t).hidden = t !== name; byId("tab-" + t).setAttribute("aria-pressed", String(t === name)); }
    if (name === "table") table();
    if (name === "text") text(0);
    if (name === "net") net.redraw();
  }
  document.querySelectorAll("[data-tab]").forEach((b) => { b.onclick = () => tab(b.dataset.tab); });
  byId("theme").onclick = () => { const r = document.documentElement; r.dataset.theme = r.dataset.theme === "dark" ? "light" : "dark"; net.redraw(); };
  document.addEventListener("keydown", (e) => { if (e.key === "/" && document.activeElement !== byId("search")) { e.preventDefault(); byId("search").focus(); } if (e.key === "Escape") { byId("results").replaceChildren(); net.unselectAll(); } });
  function fromHash() { const m = location.hash.match(/^#n=(.*)$/); if (!m) return false; const want = decodeURIComponent(m[1]); const i = data.nodes.findIndex((n) => n.i === want); if (i >= 0) show(i, true); return i >= 0; }
  window.addEventListener("hashchange", fromHash);
  if (!fromHash() && data.hubs.length) show(data.hubs[0], true);
})();

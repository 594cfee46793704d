"use strict";
// the page to ask from: no network but this server, every text set as text
(async () => {
  const words = {
    zh: { saved: "问题", run: "查询", running: "正在查询…", rows: (n, ms) => `${n} 行,${ms} 毫秒`, triples: (n) => `${n} 条三元组`, table: "表格", chart: "图", csv: "下载 CSV", network: "网络视图", other: "English", own: "(自己写)", more: (n) => `其余 ${n} 行见 CSV`, away: "连不上服务", set: "设定" },
    en: { saved: "question", run: "Run", running: "running…", rows: (n, ms) => `${n} rows, ${ms} ms`, triples: (n) => `${n} triples`, table: "table", chart: "chart", csv: "download CSV", network: "network view", other: "中文", own: "(your own)", more: (n) => `${n} more rows in the CSV`, away: "the server does not answer", set: "set" },
  };
  const $ = (id) => document.getElementById(id);
  const data = await (await fetch("/page/data.json")).json();
  let tongue = localStorage.getItem("kg.language") || (navigator.language.startsWith("zh") ? "zh" : "en");
  let last = null;
  const say = (key) => words[tongue][key];
  const node = (tag, text, attributes) => { const e = document.createElement(tag); if (text !== undefined) e.textContent = text; Object.assign(e, attributes); return e; };

  // the editor: CodeMirror with the vocabulary's terms, found by name in either language
  const keywords = "SELECT DISTINCT WHERE FILTER OPTIONAL UNION GROUP BY ORDER BY DESC LIMIT OFFSET BIND VALUES COUNT SUM AVG MIN MAX ASK CONSTRUCT DESCRIBE PREFIX GRAPH MINUS EXISTS REGEX CONTAINS LANG STR".split(" ");
  const options = [
    ...data.terms.map(([term, zh, en]) => ({ label: term, detail: `${zh} ${en}`.trim(), type: /^rkg:[A-Z]/.test(term) ? "class" : "property" })),
    ...data.terms.filter((t) => t[1]).map(([term, zh]) => ({ label: zh, detail: term, apply: term, type: "text" })),
    ...Object.keys(data.prefixes).map((p) => ({ label: p + ":", type: "namespace" })),
    ...keywords.map((k) => ({ label: k, type: "keyword" })),
  ];
  const complete = (context) => {
    const before = context.matchBefore(/[\w:<\/.#-]+|[\u3400-\u9fff]+/);
    return before || context.explicit ? { from: before ? before.from : context.pos, options, validFor: /^[\w:<\/.#\u3400-\u9fff-]*$/ } : null;
  };
  const view = new CM.EditorView({
    parent: $("editor"),
    state: CM.EditorState.create({
      doc: "SELECT ?thing ?name WHERE {\n  ?thing a rkg:Fund ; rdfs:label ?name\n} LIMIT 100\n",
      extensions: [
        CM.keymap.of([{ key: "Mod-Enter", run: () => { ask(); return true; } }]),
        CM.lineNumbers(), CM.history(), CM.drawSelection(), CM.bracketMatching(), CM.closeBrackets(), CM.lintGutter(),
        CM.StreamLanguage.define(CM.sparql), CM.syntaxHighlighting(CM.defaultHighlightStyle),
        CM.autocompletion({ override: [complete] }),
        CM.keymap.of([...CM.closeBracketsKeymap, ...CM.completionKeymap, ...CM.defaultKeymap, ...CM.historyKeymap]),
        CM.EditorView.lineWrapping,
        CM.EditorView.contentAttributes.of({ "aria-label": "SPARQL" }),
      ],
    }),
  });
  const text = () => view.state.doc.toString();
  const write = (value) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: value } });

  // saved questions and their parameters; the server makes terms of what is typed
  const chosen = () => data.questions.find((q) => q.name === $("questions").value);
  function offered() {
    const q = chosen(), form = $("parameters");
    form.replaceChildren();
    $("about").textContent = q ? q.about[tongue] || "" : "";
    for (const [name, value] of Object.entries(q ? q.parameters : {})) {
      const label = node("label", name + " ");
      label.append(node("input", undefined, { name, value: value.replace(/^"(.*)"(@.*|\^\^.*)?$/, "$1"), size: 14 }));
      form.append(label);
    }
    if (form.children.length) form.append(node("button", say("set")));
  }
  $("parameters").addEventListener("submit", async (event) => {
    event.preventDefault();
    const got = await fetch(`/page/question/${encodeURIComponent(chosen().name)}?${new URLSearchParams(new FormData(event.target))}`);
    const said = await got.text();
    if (!got.ok) return wrong(said);
    write(said);
    ask();
  });
  $("questions").addEventListener("change", () => { const q = chosen(); offered(); if (q) { write(q.text); ask(); } });

  // asking
  function wrong(said) {
    $("error").textContent = said;
    $("error").hidden = false;
    $("state").textContent = "";
    const place = said.match(/(\d+):(\d+):/);
    if (!place || +place[1] > view.state.doc.lines) return;
    const line = view.state.doc.line(+place[1]), from = Math.min(line.from + +place[2] - 1, line.to);
    view.dispatch(CM.setDiagnostics(view.state, [{ from, to: Math.min(from + 1, line.to), severity: "error", message: said }]));
  }
  async function ask() {
    $("error").hidden = true;
    view.dispatch(CM.setDiagnostics(view.state, []));
    $("state").textContent = say("running");
    $("run").disabled = true;
    const started = performance.now();
    try {
      const got = await fetch("/sparql", { method: "POST", headers: { Accept: "application/sparql-results+json, text/turtle;q=0.9", "Content-Type": "application/sparql-query" }, body: text() });
      const said = await got.text();
      if (!got.ok) return wrong(got.headers.get("content-type").includes("json") ? JSON.parse(said).error : said);
      const note = got.headers.get("x-note");
      if (note) { $("error").textContent = note; $("error").hidden = false; }
      last = { ms: Math.round(performance.now() - started), said: got.headers.get("content-type").includes("json") ? JSON.parse(said) : said };
      history.replaceState(null, "", "#query=" + encodeURIComponent(text()));
      show(false);
    } catch (error) { wrong(say("away")); } finally { $("run").disabled = false; }
  }

  // answers
  const number = (t) => t && t.type === "literal" && /#(decimal|integer|double|float|int|long)$/.test(t.datatype || "");
  const time = (t) => t && t.type === "literal" && /#(gYear|gYearMonth|date)$/.test(t.datatype || "");
  function cell(t) {
    const td = node("td");
    if (!t) return td;
    if (number(t)) td.className = "number";
    if (t.type !== "uri") { td.append(t.value); if (t["xml:lang"]) td.append(" ", node("small", t["xml:lang"])); return td; }
    const local = t.value.startsWith(data.base) ? t.value.slice(data.base.length) : "";
    const short = Object.entries(data.prefixes).find(([, s]) => t.value.startsWith(s));
    const shown = short ? short[0] + ":" + t.value.slice(short[1].length) : t.value;
    if (/^(id|indicator|industry|unit|code|scheme|quantitykind)\//.test(local)) {
      td.append(node("a", shown, { href: "/" + local }));
      if (data.network && /^id\//.test(local) && !/^id\/(obs|ev|doc|claim|rec)\//.test(local)) td.append(" ", node("a", "◎", { href: "/graph.html#n=" + encodeURIComponent(t.value), title: say("network") }));
    } else if (/^https?:/.test(t.value) && !local) td.append(node("a", shown, { href: t.value, rel: "noreferrer" }));
    else td.append(shown);
    return td;
  }
  function show(chart) {
    const { said, ms } = last;
    $("answer").hidden = false;
    $("state").textContent = "";
    $("csv").hidden = $("as-table").hidden = typeof said === "string";
    $("as-chart").hidden = true;
    $("csv").href = "/sparql?" + new URLSearchParams({ query: text(), format: "csv" });
    if (typeof said === "string") { $("count").textContent = `${ms} ms`; return $("shown").replaceChildren(node("pre", said)); }
    if ("boolean" in said) { $("as-table").hidden = true; $("count").textContent = `${ms} ms`; return $("shown").replaceChildren(node("p", String(said.boolean))); }
    const names = said.head.vars, rows = said.results.bindings;
    $("count").textContent = say("rows")(rows.length, ms);
    const series = plot(names, rows);
    $("as-chart").hidden = !series;
    if (chart && series) return $("shown").replaceChildren(series);
    const table = node("table"), head = table.createTHead().insertRow(), body = table.createTBody();
    for (const n of names) head.append(node("th", n));
    for (const row of rows.slice(0, 2000)) { const tr = body.insertRow(); for (const n of names) tr.append(cell(row[n])); }
    $("shown").replaceChildren(table, ...(rows.length > 2000 ? [node("p", say("more")(rows.length - 2000), { className: "more" })] : []));
  }

  // a chart where there is a series: lines over time, one per name; else bars of names
  const colours = ["#4e79a7", "#f28e2b", "#59a14f", "#e15759", "#76b7b2", "#b07aa1", "#9c755f", "#edc948"];
  function draw(tag, attributes, inner) { const e = document.createElementNS("http://www.w3.org/2000/svg", tag); for (const k in attributes) e.setAttribute(k, attributes[k]); if (inner !== undefined) e.textContent = inner; return e; }
  function plot(names, rows) {
    const some = (test) => names.find((n) => rows.some((r) => test(r[n])) && rows.every((r) => !r[n] || test(r[n])));
    const y = some(number), x = some(time);
    const texts = names.filter((n) => n !== y && n !== x && rows.some((r) => r[n] && r[n].type === "literal" && !number(r[n])) && rows.every((r) => !r[n] || r[n].value.length < 40));
    const key = (r) => texts.map((n) => (r[n] ? r[n].value : "")).filter(Boolean).join(" · "), name = texts.length > 0;
    if (!y || rows.length < 2 || (!x && !name)) return null;
    const full = rows.filter((r) => r[y] && (!x || r[x]));
    const values = full.map((r) => Number(r[y].value)), low = Math.min(0, ...values), high = Math.max(0, ...values), span = high - low || 1;
    const W = 900, left = 90;
    const spread = new Map();
    if (x) for (const r of full) { const k = key(r); if (!spread.has(k)) spread.set(k, new Set()); spread.get(k).add(r[x].value); }
    if ([...spread.values()].some((times) => times.size > 1)) {
      const H = 380, times = full.map((r) => Date.parse(r[x].value.length === 4 ? r[x].value + "-07-01" : r[x].value)), t0 = Math.min(...times), t1 = Math.max(...times);
      const px = (t) => left + ((t - t0) / (t1 - t0 || 1)) * (W - left - 20), py = (v) => 20 + ((high - v) / span) * (H - 60);
      const svg = draw("svg", { viewBox: `0 0 ${W} ${H + 20}`, width: W, role: "img", "aria-label": `${y} / ${x}` });
      svg.append(draw("line", { class: "axis", x1: left, x2: W - 20, y1: py(0), y2: py(0) }));
      for (const v of [low, high]) svg.append(draw("text", { x: left - 6, y: py(v) + 4, "text-anchor": "end" }, v.toLocaleString()));
      for (const t of [...new Set(times)].sort((a, b) => a - b).filter((_, i, all) => i % Math.ceil(all.length / 12) === 0)) svg.append(draw("text", { x: px(t), y: H - 18, "text-anchor": "middle" }, new Date(t).getUTCFullYear()));
      const groups = new Map();
      full.forEach((r, i) => { const k = key(r) || y; if (!groups.has(k)) groups.set(k, []); groups.get(k).push([times[i], values[i]]); });
      [...groups].sort((a, b) => b[1].length - a[1].length).slice(0, colours.length).forEach(([k, points], i) => {
        points.sort((a, b) => a[0] - b[0]);
        svg.append(draw("polyline", { fill: "none", stroke: colours[i], "stroke-width": 2, points: points.map(([t, v]) => `${px(t)},${py(v)}`).join(" ") }));
        for (const [t, v] of points) { const dot = draw("circle", { cx: px(t), cy: py(v), r: 3, fill: colours[i] }); dot.append(draw("title", {}, `${k}: ${v}`)); svg.append(dot); }
        svg.append(draw("text", { x: left + (i % 4) * 200, y: H + Math.floor(i / 4) * 14, style: `fill:${colours[i]}` }, k.slice(0, 16)));
      });
      return svg;
    }
    if (!name) return null;
    const bars = full.slice(0, 30), H = bars.length * 22 + 10, zero = 260 + (-low / span) * (W - 360);
    const svg = draw("svg", { viewBox: `0 0 ${W} ${H}`, width: W, role: "img", "aria-label": y });
    bars.forEach((r, i) => {
      const v = Number(r[y].value), w = (Math.abs(v) / span) * (W - 360);
      svg.append(draw("text", { x: 250, y: i * 22 + 17, "text-anchor": "end" }, key(r).slice(0, 18)));
      svg.append(draw("rect", { x: v < 0 ? zero - w : zero, y: i * 22 + 4, width: Math.max(w, 1), height: 16, fill: colours[0] }));
      svg.append(draw("text", { x: (v < 0 ? zero : zero + w) + 5, y: i * 22 + 17 }, v.toLocaleString()));
    });
    return svg;
  }

  function speak() {
    document.documentElement.lang = tongue;
    for (const id of ["saved", "run", "csv", "network"]) $(id).textContent = say(id);
    $("as-table").textContent = say("table"); $("as-chart").textContent = say("chart"); $("language").textContent = say("other");
    $("size").textContent = say("triples")(data.triples.toLocaleString());
    const kept = $("questions").value;
    $("questions").replaceChildren(node("option", say("own"), { value: "" }), ...data.questions.map((q) => node("option", q.titles[tongue] || q.name, { value: q.name })));
    $("questions").value = kept;
    offered();
    if (last) show(false);
  }
  $("network").hidden = !data.network;
  $("run").addEventListener("click", ask);
  $("as-table").addEventListener("click", () => show(false));
  $("as-chart").addEventListener("click", () => show(true));
  $("language").addEventListener("click", () => { tongue = tongue === "zh" ? "en" : "zh"; localStorage.setItem("kg.language", tongue); speak(); });
  speak();
  const given = location.hash.match(/^#query=(.*)$/);
  if (given) { write(decodeURIComponent(given[1])); ask(); }
  document.documentElement.dataset.ready = "yes";
})();

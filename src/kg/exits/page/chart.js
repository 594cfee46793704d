// Small charts: a line over periods, bars over places.
function chart(points, unit) {
  // points: {name, year, value, k}
  const years = [...new Set(points.map((p) => p.year).filter(Boolean))].sort(),
    names = [...new Set(points.map((p) => p.name))];
  const W = 320,
    H = 120,
    top = Math.max(...points.map((p) => p.value), 0),
    low = Math.min(...points.map((p) => p.value), 0),
    span = top - low || 1;
  const say = (p) => p.name + " " + (p.year || "") + " " + written(p.k);
  const root = svgElement("svg", {
    viewBox: `0 0 ${W} ${H}`,
    class: "chart",
    role: "img",
    "aria-label": points.slice(0, 40).map(say).join("；"),
  });
  const y = (v) => 8 + (1 - (v - low) / span) * (H - 30);
  root.append(svgElement("line", { x1: 4, x2: W - 4, y1: y(0), y2: y(0), class: "axis" }));
  if (years.length > 1 && names.length <= 6) {
    const x = (year) => 24 + ((year - years[0]) / (years[years.length - 1] - years[0])) * (W - 48);
    names.forEach((name, i) => {
      const own = points.filter((p) => p.name === name && p.year).sort((a, b) => a.year - b.year);
      if (own.length > 1)
        root.append(
          svgElement("polyline", {
            points: own.map((p) => `${r2(x(p.year))},${r2(y(p.value))}`).join(" "),
            class: "line l" + i,
          }),
        );
      own.forEach((p) => {
        const dot = svgElement("circle", { cx: r2(x(p.year)), cy: r2(y(p.value)), r: 4, class: "dot l" + i });
        dot.append(svgElement("title", {}, say(p) + " " + normal(p.k)));
        root.append(dot);
      });
    });
    let written_ = -99;
    years.forEach((year) => {
      if (x(year) - written_ < 34) return;
      written_ = x(year);
      root.append(svgElement("text", { x: r2(x(year)), y: H - 6, "text-anchor": "middle" }, String(year)));
    });
  } else {
    const shownPoints = points.slice(0, 24),
      each = (W - 12) / shownPoints.length;
    shownPoints.forEach((p, i) => {
      const bar = svgElement("rect", {
        x: r2(6 + i * each + each * 0.12),
        y: r2(Math.min(y(p.value), y(0))),
        width: r2(Math.min(44, each * 0.76)),
        height: r2(Math.max(1, Math.abs(y(p.value) - y(0)))),
        class: "bar",
      });
      bar.append(svgElement("title", {}, say(p) + " " + normal(p.k)));
      root.append(bar);
      if (shownPoints.length <= 8)
        root.append(
          svgElement(
            "text",
            { x: r2(6 + i * each + Math.min(44, each * 0.76) / 2 + each * 0.12), y: H - 6, "text-anchor": "middle" },
            names.length > 1 ? Array.from(p.name).slice(0, 4).join("") : String(p.year || ""),
          ),
        );
    });
  }
  const box = el("figure", { class: "charted" }, root);
  if (years.length > 1 && names.length > 1 && names.length <= 6)
    box.append(el("figcaption", {}, ...names.map((name, i) => el("span", { class: "key k" + i, text: name }))));
  if (unit) box.append(el("figcaption", { class: "unit", text: unit }));
  return box;
}

const point = (k) => ({ name: E.l[O.s[k]], year: (yearsOf(k) || [0, 0])[1], value: num(k), k });
// figures that can stand in one chart: same measure, unit and scope
function comparable(list) {
  const groups = new Map();
  list.forEach((k) => {
    const key = [O.m[k], O.u[k], O.f[k]].join();
    groups.has(key) ? groups.get(key).push(k) : groups.set(key, [k]);
  });
  return [...groups.values()].sort((a, b) => b.length - a.length);
}
function charted(list) {
  const best = comparable(list)[0] || [],
    seen = new Map();
  best.forEach((k) => {
    const y = yearsOf(k);
    if (y && y[0] !== y[1]) return; // a sum of years stands beside no single year
    const p = point(k),
      key = p.name + p.year;
    if (p.year && !seen.has(key)) seen.set(key, p);
  });
  let points = [...seen.values()].sort((a, b) => a.year - b.year || (a.name < b.name ? -1 : 1));
  if (new Set(points.map((p) => p.name)).size > 6)
    points = [...new Map(points.map((p) => [p.name, p])).values()].sort((a, b) => b.value - a.value); // many places: the latest of each
  return points.length > 1
    ? chart(points, [measureName(O.m[best[0]]), said[O.u[best[0]]]].filter(Boolean).join(" · "))
    : null;
}

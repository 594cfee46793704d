// What lies under the entities: cards with their figures, tiles, discs; and the names of the cluster layout.
const spots = []; // what can be clicked under the entities: [x, y, w, h, action, words]
function drawUnder(c) {
  spots.length = 0;
  c.save();
  if (picture.kind === "home") drawHome(c);
  if (picture.kind === "clusters") drawCircles(c);
  if (picture.kind === "section") {
    const top = picture.heads.length ? Math.min(...picture.heads.map((h) => h.y)) : 0;
    write(c, picture.title, -500, top - 46, "700 22px " + FONT, ink.ink);
    picture.heads.forEach((h) => {
      write(c, h.text, h.x + 2, h.y, "600 12px " + FONT, ink.soft);
      c.beginPath();
      c.moveTo(h.x, h.y + 13);
      c.lineTo(h.x + h.w, h.y + 13);
      c.strokeStyle = ink.line;
      c.lineWidth = 1;
      c.stroke();
    });
  }
  c.restore();
}

function drawHome(c) {
  const faded = state.focus ? 0.5 : 1,
    hub = hubs.length === 1 && picture.nodes.has(hubs[0]) ? picture.nodes.get(hubs[0]) : { x: 0, y: -26 };
  if (!state.focus && hubs.length)
    picture.cards.forEach((k) => {
      const n = k.hub[k.hub.length - 1][1];
      if (!n) return;
      const x = k.x + k.w / 2,
        above = k.y < 0,
        y = above ? k.y + k.h : k.y;
      c.globalAlpha = 0.32;
      c.strokeStyle = ink.hub;
      c.lineCap = "round";
      c.lineWidth = 2 + Math.min(16, n / 4);
      c.beginPath();
      c.moveTo(hub.x, hub.y);
      c.bezierCurveTo(x * 0.35, y * 0.55, x, y * 0.6, x, y);
      c.stroke();
    });
  const band = { x: -507, y: -view().band / 2, w: 1014, h: view().band };
  c.globalAlpha = 0.86;
  box(c, band.x, band.y, band.w, band.h, 14, ink.card);
  c.globalAlpha = 1;
  box(c, band.x, band.y, band.w, band.h, 14, null, ink.line, 1.2);
  c.globalAlpha = faded;
  drawTiles(c, band);
  if (view().cross.length) write(c, t("cross"), band.x + 14, band.y + band.h - 27, "12px " + FONT, ink.soft);
  if (hubs.length !== 1) {
    const places = new Set(docs.map((d) => d.p).filter(Boolean)).size;
    write(
      c,
      docs.length > 1 ? t("reports_n", docs.length) : cut(docName(0), 130, "700 17px " + FONT),
      0,
      -46,
      "700 17px " + FONT,
      ink.ink,
      "center",
    );
    if (docs.length > 1) write(c, t("places") + " " + places, 0, -20, "13px " + FONT, ink.soft, "center");
  }
  picture.cards.forEach((k) => {
    const title = groupTitle(k.g),
      [, own, figures] = view().groups[k.g],
      font = "700 16px " + FONT;
    c.globalAlpha = faded;
    box(c, k.x, k.y, k.w, k.h, 14, ink.card, ink.line, 1.2);
    const sub = t("entities_n", own.length) + (figures ? " · " + t("figures_n", figures) : ""),
      subW = widthOf(sub, "12px " + FONT);
    write(c, cut(title, k.w - subW - 42, font), k.x + 16, k.y + 24, font, ink.ink);
    write(c, sub, k.x + k.w - 14 - subW, k.y + 25, "12px " + FONT, ink.soft);
    spots.push([k.x, k.y, k.w, 42, () => go({ m: "section", s: k.g }), title]);
    let button = 0;
    if (k.more > 0) {
      const text = t("more", k.more),
        w = widthOf(text, "600 12px " + FONT) + 20;
      button = w + 14;
      box(c, k.x + k.w - w - 12, k.y + k.h - 32, w, 23, 11.5, ink.bg, ink.line);
      write(c, text, k.x + k.w - w - 2, k.y + k.h - 20, "600 12px " + FONT, ink.accent);
      spots.push([k.x + k.w - w - 12, k.y + k.h - 32, w, 23, () => go({ m: "section", s: k.g }), text]);
    }
    k.said.forEach(([v, g, x, y]) =>
      drawSaid(c, obsShown(v < 0 ? g : v) ? v : -1, g >= 0 && obsShown(g) ? g : -1, x, y, k.cell - 26),
    );
    const names = k.hub
      .slice(0, -1)
      .map(([p, n]) => label(said[p]) + " " + n)
      .join(" · ");
    if (names)
      write(
        c,
        cut((hubs.length === 1 ? E.l[hubs[0]] : t("places")) + " → " + names, k.w - 30 - button, "12px " + FONT),
        k.x + 16,
        k.y + k.h - 20,
        "12px " + FONT,
        ink.soft,
      );
  });
  c.globalAlpha = 1;
}

// a figure in a cell of a card: its name as far as there is room, its value, its change
function drawSaid(c, v, g, x, y, w) {
  if (v < 0 && g < 0) return;
  const k = v < 0 ? g : v,
    small = "600 12.5px " + FONT,
    colour = { better: ink.good, worse: ink.bad };
  const parts = [
    v >= 0 ? [written(v), ink.ink] : null,
    g >= 0 ? [changeText(g), colour[judged(g)] || ink.ink] : null,
  ].filter(Boolean);
  while (parts.length > 1 && parts.reduce((sum, [text]) => sum + widthOf(text, small) + 6, 0) > w - 44) parts.pop();
  const room = w - parts.reduce((sum, [text]) => sum + Math.min(widthOf(text, small), w - 50) + 6, 0);
  const name = cut(saidName(k), Math.max(40, room), "12.5px " + FONT);
  write(c, name, x - 7, y, "12.5px " + FONT, ink.soft);
  let at = x - 7 + widthOf(name, "12.5px " + FONT) + 6;
  parts.forEach(([text, ink_]) => {
    const shown_ = cut(text, Math.max(20, x - 7 + w - at), small);
    write(c, shown_, at, y, small, ink_);
    at += widthOf(shown_, small) + 6;
  });
  spots.push([
    x - 10,
    y - 13,
    w + 6,
    26,
    () => go({ i: I[O.i[k]][0] }),
    indicatorName(O.i[k]) + " " + parts.map((p) => p[0]).join(" "),
  ]);
}

// tiles of key figures on both sides of the place
function drawTiles(c, band) {
  const w = 136,
    h = 92,
    half = Math.ceil(data.kpi.length / 2);
  data.kpi.forEach((tile, k) => {
    const leftSide = k < half,
      j = leftSide ? k : k - half;
    const x = leftSide ? band.x + 14 + j * (w + 8) : band.x + band.w - 14 - (data.kpi.length - half - j) * (w + 8) + 8,
      y = band.y + 14;
    box(c, x, y, w, h, 10, ink.bg);
    const scope = said[tile.f] ? code("statistical-scope", said[tile.f]) : "";
    const name = indicatorName(tile.i);
    write(
      c,
      cut((scope && !name.includes(scope) ? scope + " " : "") + name, w - 20, "12px " + FONT),
      x + 11,
      y + 17,
      "12px " + FONT,
      ink.soft,
    );
    const own = tile.o.filter(obsShown),
      grown = tile.g >= 0 && obsShown(tile.g) ? tile.g : -1;
    spots.push([x, y, w, h, () => go({ i: I[tile.i][0] }), name]);
    const colour = (g) => ({ better: ink.good, worse: ink.bad })[judged(g)] || ink.ink;
    const basis = (g) =>
      (["year-on-year", "unstated", ""].includes(said[O.c[g]])
        ? t("year_on_year")
        : code("comparison-basis", said[O.c[g]])) + " ";
    if (own.length > 1) {
      bars(c, own, x + 11, y + 30, w - 22, 34);
      const range = own.map(num);
      const lo = own[range.indexOf(Math.min(...range))],
        hi = own[range.indexOf(Math.max(...range))];
      write(
        c,
        cut(num(lo) === num(hi) ? written(lo) : written(lo) + " – " + written(hi), w - 20, "600 11.5px " + FONT),
        x + 11,
        y + 78,
        "600 11.5px " + FONT,
        ink.ink,
      );
    } else if (own.length) {
      const text = written(own[0]),
        font = "700 " + (widthOf(text, "700 18px " + FONT) > w - 20 ? 14 : 18) + "px " + FONT;
      write(c, cut((hedge(own[0]) ? "≈ " : "") + text, w - 20, font), x + 11, y + 46, font, ink.ink);
      const grew = grown >= 0 ? cut(basis(grown) + changeText(grown), w - 20, "600 12.5px " + FONT) : "",
        after = x + 11 + (grew ? widthOf(grew, "600 12.5px " + FONT) + 5 : 0);
      if (grew) write(c, grew, x + 11, y + 72, "600 12.5px " + FONT, colour(grown));
      if (said[O.t[own[0]]] !== "achieved")
        write(
          c,
          cut(statusName(O.t[own[0]]), x + w - 6 - after, "11.5px " + FONT),
          after,
          y + 72,
          "11.5px " + FONT,
          ink.soft,
        );
    } else if (grown >= 0) {
      write(c, changeText(grown), x + 11, y + 46, "700 18px " + FONT, colour(grown));
      write(c, basis(grown) + measureName(O.m[grown]), x + 11, y + 72, "12px " + FONT, ink.soft);
    } else write(c, "–", x + 11, y + 46, "700 18px " + FONT, ink.soft);
  });
}

function bars(c, own, x, y, w, h) {
  const places = new Set(own.map((k) => O.s[k])).size,
    sorted = places > 1 ? own.slice().sort((a, b) => num(a) - num(b)) : own.slice(-12);
  const values = sorted
      .filter((_, k) => sorted.length <= 12 || k % Math.ceil(sorted.length / 12) === 0 || k === sorted.length - 1)
      .map(num),
    top = Math.max(...values, 1e-9),
    gap = values.length > 8 ? 1 : 3,
    each = (w - gap * (values.length - 1)) / values.length;
  values.forEach((v, k) => {
    const tall = Math.max(1.5, (Math.max(0, v) / top) * h);
    box(c, x + k * (each + gap), y + h - tall, Math.min(each, 24), tall, 1.5, ink.accent);
  });
}

function drawCircles(c) {
  picture.circles.forEach(([g, x, y, r]) => {
    const n =
      hubs.length === 1 && g >= 0 ? (view().cards.find((k) => k.g === g) || { hub: [["", 0]] }).hub.slice(-1)[0][1] : 0;
    if (n) {
      c.globalAlpha = 0.3;
      c.strokeStyle = ink.hub;
      c.lineWidth = 3 + Math.min(20, n / 3);
      c.beginPath();
      c.moveTo(0, 0);
      c.lineTo(x, y);
      c.stroke();
      c.globalAlpha = 1;
    }
  });
  picture.circles.forEach(([g, x, y, r]) => {
    c.beginPath();
    c.arc(x, y, r, 0, 2 * Math.PI);
    c.fillStyle = ink.card;
    c.fill();
    c.strokeStyle = ink.line;
    c.lineWidth = 1.5;
    c.stroke();
    if (g >= 0) spots.push([x - r, y - r - 40, 2 * r, 40, () => go({ m: "section", s: g }), groupTitle(g)]);
  });
  if (hubs.length) {
    c.beginPath();
    c.arc(0, 0, picture.middle, 0, 2 * Math.PI);
    c.fillStyle = ink.card;
    c.fill();
    c.strokeStyle = ink.line;
    c.stroke();
  }
}

// names in the cluster layout: the most interesting first, none over another
function drawOver(c, scale) {
  if (picture.kind !== "clusters") return;
  const size = 13 / scale,
    taken = [];
  const put = (text, x, y, font, centred, force) => {
    const w = widthOf(text, font),
      h = size * 1.35,
      own = [centred ? x - w / 2 : x, y - h / 2, w, h];
    if (
      !force &&
      taken.some(
        (q) => own[0] < q[0] + q[2] && own[0] + own[2] > q[0] && own[1] < q[1] + q[3] && own[1] + own[3] > q[1],
      )
    )
      return;
    taken.push(own);
    c.font = font;
    c.textAlign = "left";
    c.textBaseline = "middle";
    c.lineJoin = "round";
    c.lineWidth = 3.5 / scale;
    c.strokeStyle = ink.card;
    c.strokeText(text, own[0], y);
    c.fillStyle = ink.ink;
    c.fillText(text, own[0], y);
  };
  c.save();
  picture.circles.forEach(([g, x, y, r]) => {
    const font = "700 " + size * 1.15 + "px " + FONT;
    put(
      cut(groupTitle(g), r * 2 + 60 / scale, font) + " " + (g >= 0 ? view().groups[g][1].length : ""),
      x,
      y - r - size,
      font,
      true,
      true,
    );
  });
  const order = [...picture.nodes.keys()]
    .filter((n) => !dimmed(n))
    .sort(
      (a, b) =>
        (b === state.selected) - (a === state.selected) ||
        (b === state.hover) - (a === state.hover) ||
        hubSet.has(b) - hubSet.has(a) ||
        E.d[b] - E.d[a],
    );
  let tried = 0;
  for (const n of order) {
    if (tried++ > 400) break;
    const place = picture.nodes.get(n),
      at = position(n),
      strong = n === state.selected || n === state.hover || (hubSet.has(n) && hubs.length === 1);
    put(
      strong ? E.l[n] : cut(E.l[n], 130 / scale, "500 " + size + "px " + FONT),
      at.x + place.r + 3 / scale,
      at.y,
      (strong ? "700 " : "500 ") + size + "px " + FONT,
      false,
      strong,
    );
  }
  c.restore();
}

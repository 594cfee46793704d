// Painting, for the canvas and for the SVG alike: `c` is a canvas context or the pen of svg.js.
const FONT = '"Noto Sans CJK SC","PingFang SC","Microsoft YaHei",system-ui,sans-serif';
const ink = {};
function dip() {
  const css = getComputedStyle(document.documentElement);
  for (const name of ["bg", "pane", "ink", "soft", "line", "card", "accent", "good", "bad", "edge", "rim", "hub"])
    ink[name] = css.getPropertyValue("--" + name).trim();
}
const widths = new Map();
let measure = null;
function widthOf(text, font) {
  const key = font + text;
  if (!widths.has(key)) {
    measure = measure || document.createElement("canvas").getContext("2d");
    measure.font = font;
    if (widths.size > 20000) widths.clear();
    widths.set(key, measure.measureText(text).width);
  }
  return widths.get(key);
}
const cuts = new Map();
function cut(text, most, font) {
  const key = most + font + text;
  if (cuts.has(key)) return cuts.get(key);
  let done = text;
  if (widthOf(text, font) > most) {
    const all = Array.from(text);
    let low = 0,
      high = all.length;
    while (low < high) {
      const mid = (low + high + 1) >> 1;
      if (widthOf(all.slice(0, mid).join("") + "…", font) <= most) low = mid;
      else high = mid - 1;
    }
    done = all.slice(0, low).join("") + "…";
  }
  if (cuts.size > 20000) cuts.clear();
  cuts.set(key, done);
  return done;
}
function write(c, text, x, y, font, colour, align) {
  c.font = font;
  c.fillStyle = colour;
  c.textAlign = align || "left";
  c.textBaseline = "middle";
  c.fillText(text, x, y);
}
function box(c, x, y, w, h, r, fill, stroke, width) {
  c.beginPath();
  c.roundRect(x, y, w, h, r);
  if (fill) {
    c.fillStyle = fill;
    c.fill();
  }
  if (stroke) {
    c.strokeStyle = stroke;
    c.lineWidth = width || 1;
    c.stroke();
  }
}

// every class has a shape of its own: outline × (full, hollow -o, with a dot -dot)
const turn = (k, q, a) =>
  Array.from({ length: k }, (_, i) => {
    const r = i % 2 ? q : 1,
      w = a + (i * 2 * Math.PI) / k;
    return [r * Math.cos(w), r * Math.sin(w)];
  });
const OUTLINES = {
  square: [
    [-0.85, -0.85],
    [0.85, -0.85],
    [0.85, 0.85],
    [-0.85, 0.85],
  ],
  diamond: [
    [0, -1.15],
    [1.15, 0],
    [0, 1.15],
    [-1.15, 0],
  ],
  triangle: [
    [0, -1.05],
    [1.05, 0.8],
    [-1.05, 0.8],
  ],
  down: [
    [-1.05, -0.8],
    [1.05, -0.8],
    [0, 1.05],
  ],
  hexagon: turn(6, 1, 0),
  pentagon: turn(5, 1, -Math.PI / 2),
  star: turn(10, 0.45, -Math.PI / 2).map(([x, y]) => [x * 1.2, y * 1.2]),
  page: [
    [-0.75, -1],
    [0.35, -1],
    [0.8, -0.5],
    [0.8, 1],
    [-0.75, 1],
  ],
  cross: [
    [-0.35, -1],
    [0.35, -1],
    [0.35, -0.35],
    [1, -0.35],
    [1, 0.35],
    [0.35, 0.35],
    [0.35, 1],
    [-0.35, 1],
    [-0.35, 0.35],
    [-1, 0.35],
    [-1, -0.35],
    [-0.35, -0.35],
  ],
};
function glyph(c, cls, x, y, r) {
  const [, , colour, shape] = (data.labels[cls] || []).length > 3 ? data.labels[cls] : ["", "", "#8a8a8a", "circle"];
  const [outline, kind] = shape.split("-"),
    points = OUTLINES[outline];
  const path = () => {
    c.beginPath();
    if (points) {
      points.forEach(([a, b], k) => (k ? c.lineTo(x + a * r, y + b * r) : c.moveTo(x + a * r, y + b * r)));
      c.closePath();
    } else c.arc(x, y, r, 0, 2 * Math.PI);
  };
  path();
  c.fillStyle = kind === "o" ? ink.card : colour;
  c.fill();
  if (kind === "o") {
    c.strokeStyle = ink.rim;
    c.lineWidth = Math.max(1, r * 0.5);
    c.stroke();
    path();
    c.strokeStyle = colour;
    c.lineWidth = Math.max(0.8, r * 0.34);
    c.stroke();
  } else {
    c.strokeStyle = ink.rim;
    c.lineWidth = 1;
    c.stroke();
  }
  if (kind === "dot") {
    c.beginPath();
    c.arc(x, y + (outline === "triangle" ? r * 0.2 : outline === "down" ? -r * 0.2 : 0), r * 0.36, 0, 2 * Math.PI);
    c.fillStyle = ink.card;
    c.fill();
    c.strokeStyle = ink.rim;
    c.lineWidth = 0.8;
    c.stroke();
  }
}

const figureCount = (n) => {
  const f = factsOf(n);
  return ranged ? f.obs.filter(obsShown).length : f.obs.length;
};
const dimmed = (n) => state.focus && !state.focus.has(n);
const boxes = new Map(); // where each entity with its label was drawn, for the mouse

function drawNode(c, n, x, y) {
  const place = picture.nodes.get(n);
  if (!place) return;
  const chosen = n === state.selected,
    over = n === state.hover;
  c.save();
  c.globalAlpha = dimmed(n) ? (place.dot ? 0.14 : 0.3) : 1;
  if (place.dot) {
    glyph(c, classes[E.c[n]], x, y, place.r);
    if (chosen || over) {
      c.beginPath();
      c.arc(x, y, place.r + 4, 0, 2 * Math.PI);
      c.strokeStyle = ink.accent;
      c.lineWidth = 2.5;
      c.stroke();
    }
    boxes.set(n, [x - place.r - 2, y - place.r - 2, 2 * place.r + 4, 2 * place.r + 4]);
  } else if (place.big) {
    glyph(c, classes[E.c[n]], x, y, 19);
    if (chosen || over) {
      c.beginPath();
      c.arc(x, y, 25, 0, 2 * Math.PI);
      c.strokeStyle = ink.accent;
      c.lineWidth = 2.5;
      c.stroke();
    }
    write(c, cut(E.l[n], 190, "700 23px " + FONT), x, y + 38, "700 23px " + FONT, ink.ink, "center");
    boxes.set(n, [x - 60, y - 24, 120, 76]);
  } else {
    const font = (chosen || place.centre ? "700 " : "500 ") + (place.centre ? 16 : 14) + "px " + FONT;
    const held = figureCount(n),
      badge = held ? 9 + String(held).length * 6.5 : 0;
    const text = chosen || over ? E.l[n] : cut(E.l[n], place.w - (badge ? badge + 6 : 0), font),
      w = widthOf(text, font);
    const total = w + (badge ? badge + 6 : 0);
    const tx = place.left ? x - 14 - total : place.below ? x - total / 2 : x + 14,
      ty = place.below ? y + 22 : y;
    if (chosen || over || place.centre)
      box(
        c,
        Math.min(tx, x - 10) - 4,
        place.below ? y - 14 : y - 14,
        Math.max(tx + total, x + 10) - Math.min(tx, x - 10) + 12,
        place.below ? 52 : 28,
        8,
        ink.card,
        ink.accent,
        chosen || place.centre ? 2 : 1,
      );
    glyph(c, classes[E.c[n]], x, y, 7.5);
    if (!chosen && !over) {
      c.font = font;
      c.lineWidth = 3.5;
      c.lineJoin = "round";
      c.strokeStyle = picture.cards.length ? ink.card : ink.bg;
      c.textAlign = "left";
      c.textBaseline = "middle";
      c.strokeText(text, tx, ty);
    }
    write(c, text, tx, ty, font, ink.ink);
    if (badge) {
      box(c, tx + w + 6, ty - 7.5, badge, 15, 7.5, ink.accent);
      write(c, String(held), tx + w + 6 + badge / 2, ty + 0.5, "600 10.5px " + FONT, ink.card, "center");
    }
    boxes.set(n, [
      Math.min(tx, x - 10),
      y - 13,
      Math.max(tx + total, x + 10) - Math.min(tx, x - 10),
      place.below ? 48 : 26,
    ]);
  }
  c.restore();
}

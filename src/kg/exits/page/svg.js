// The same painting as SVG: a pen with the few strokes of a canvas context that draw.js uses.
class Pen {
  constructor() {
    this.out = [];
    this.kept = [];
    this.globalAlpha = 1;
    this.lineWidth = 1;
    this.fillStyle = "#000";
    this.strokeStyle = "#000";
    this.font = "14px sans-serif";
    this.textAlign = "left";
    this.lineJoin = "miter";
    this.lineCap = "butt";
    this.d = "";
  }
  save() {
    this.kept.push({ ...this, out: null, kept: null });
  }
  restore() {
    const was = this.kept.pop(),
      { out, kept } = this;
    Object.assign(this, was, { out, kept });
  }
  beginPath() {
    this.d = "";
  }
  closePath() {
    this.d += "Z";
  }
  moveTo(x, y) {
    this.d += `M${r2(x)} ${r2(y)}`;
  }
  lineTo(x, y) {
    this.d += `L${r2(x)} ${r2(y)}`;
  }
  bezierCurveTo(...p) {
    this.d += "C" + p.map(r2).join(" ");
  }
  quadraticCurveTo(...p) {
    this.d += "Q" + p.map(r2).join(" ");
  }
  arc(x, y, r) {
    this.d += `M${r2(x - r)} ${r2(y)}A${r2(r)} ${r2(r)} 0 1 0 ${r2(x + r)} ${r2(y)}A${r2(r)} ${r2(r)} 0 1 0 ${r2(x - r)} ${r2(y)}Z`;
  }
  roundRect(x, y, w, h, r) {
    const q = Math.min(r, w / 2, h / 2);
    this.d += `M${r2(x + q)} ${r2(y)}h${r2(w - 2 * q)}a${r2(q)} ${r2(q)} 0 0 1 ${r2(q)} ${r2(q)}v${r2(h - 2 * q)}a${r2(q)} ${r2(q)} 0 0 1 ${r2(-q)} ${r2(q)}h${r2(2 * q - w)}a${r2(q)} ${r2(q)} 0 0 1 ${r2(-q)} ${r2(-q)}v${r2(2 * q - h)}a${r2(q)} ${r2(q)} 0 0 1 ${r2(q)} ${r2(-q)}Z`;
  }
  add(tag, props, text) {
    this.out.push({ tag, props, text });
  }
  fill() {
    this.add("path", { d: this.d, fill: this.fillStyle, "fill-opacity": this.globalAlpha });
  }
  stroke() {
    this.add("path", {
      d: this.d,
      fill: "none",
      stroke: this.strokeStyle,
      "stroke-width": this.lineWidth,
      "stroke-opacity": this.globalAlpha,
      "stroke-linecap": this.lineCap,
    });
  }
  words(text, x, y, props) {
    const [, weight, px] = this.font.match(/^(\d+ )?([\d.]+)px/) || [0, "", "14"];
    this.add(
      "text",
      {
        x: r2(x),
        y: r2(y),
        "font-size": px,
        "font-weight": (weight || "400").trim(),
        "text-anchor": { center: "middle", right: "end" }[this.textAlign] || "start",
        "dominant-baseline": "central",
        ...props,
      },
      text,
    );
  }
  fillText(text, x, y) {
    this.words(text, x, y, { fill: this.fillStyle, "fill-opacity": this.globalAlpha });
  }
  strokeText(text, x, y) {
    this.words(text, x, y, {
      fill: "none",
      stroke: this.strokeStyle,
      "stroke-width": this.lineWidth,
      "stroke-linejoin": "round",
      "stroke-opacity": this.globalAlpha,
    });
  }
}
const r2 = (v) => Math.round(v * 100) / 100;
const NS = "http://www.w3.org/2000/svg";
function svgElement(tag, props, ...kids) {
  const e = document.createElementNS(NS, tag);
  for (const [key, value] of Object.entries(props)) e.setAttribute(key, value);
  e.append(...kids);
  return e;
}
function fromPen(pen) {
  return pen.out.map(({ tag, props, text }) => svgElement(tag, props, ...(text === undefined ? [] : [text])));
}

// a class's shape as a small picture in the page
function badge(cls) {
  const pen = new Pen();
  glyph(pen, cls, 8, 8, 6);
  return svgElement(
    "svg",
    { viewBox: "0 0 16 16", width: 15, height: 15, "aria-hidden": "true", class: "glyph" },
    ...fromPen(pen),
  );
}

function drawEdges(c) {
  picture.pairs.forEach(({ a, b, rels }) => {
    const p = position(a),
      q = position(b),
      dx = q.x - p.x,
      dy = q.y - p.y,
      len = Math.hypot(dx, dy) || 1;
    const mx = (p.x + q.x) / 2 + dy * 0.12,
      my = (p.y + q.y) / 2 - dx * 0.12;
    c.globalAlpha = dimmed(a) || dimmed(b) ? 0.08 : 0.6;
    c.strokeStyle = ink.edge;
    c.lineWidth = 1.3;
    c.beginPath();
    c.moveTo(p.x, p.y);
    c.quadraticCurveTo(mx, my, q.x, q.y);
    c.stroke();
    const ux = (q.x - mx) / (Math.hypot(q.x - mx, q.y - my) || 1),
      uy = (q.y - my) / (Math.hypot(q.x - mx, q.y - my) || 1),
      tx = q.x - ux * 10,
      ty = q.y - uy * 10;
    c.beginPath();
    c.moveTo(tx, ty);
    c.lineTo(tx - ux * 8 - uy * 3.5, ty - uy * 8 + ux * 3.5);
    c.lineTo(tx - ux * 8 + uy * 3.5, ty - uy * 8 - ux * 3.5);
    c.closePath();
    c.fillStyle = ink.edge;
    c.fill();
    if (namesShown())
      write(c, pairName(rels), (p.x + 2 * mx + q.x) / 4, (p.y + 2 * my + q.y) / 4, "11px " + FONT, ink.soft, "center");
  });
  c.globalAlpha = 1;
}

function svgPicture() {
  const pen = new Pen(),
    [x0, y0, x1, y1] = extent(),
    x = r2(x0 - 20),
    y = r2(y0 - 20),
    w = r2(x1 - x0 + 40),
    h = r2(y1 - y0 + 40);
  pen.fillStyle = ink.bg;
  pen.roundRect(x, y, w, h, 0);
  pen.fill();
  drawUnder(pen);
  drawEdges(pen);
  picture.nodes.forEach((_, n) => {
    const p = position(n);
    drawNode(pen, n, p.x, p.y);
  });
  drawOver(pen, Math.max(0.3, net.getScale()));
  const root = svgElement(
    "svg",
    { xmlns: NS, viewBox: `${x} ${y} ${w} ${h}`, width: w, height: h, "font-family": FONT },
    svgElement("title", {}, document.title),
    ...fromPen(pen),
  );
  return '<?xml version="1.0" encoding="UTF-8"?>\n' + new XMLSerializer().serializeToString(root);
}

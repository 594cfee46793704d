// The page's data, and the few helpers everything uses. Text enters the document as text only.
const json = (id) => JSON.parse(document.getElementById(id).textContent);
const data = json("data"),
  first = json("graph");
const { E, O, R, A, U, I, S: said, docs, sections, views, hubs, classes } = data;
const BASE = "https://w3id.org/region-kg/";
const hubSet = new Set(hubs);
const byId = (id) => document.getElementById(id);

function el(tag, props, ...kids) {
  const e = document.createElement(tag);
  for (const [key, value] of Object.entries(props || {})) {
    if (value === undefined || value === null || value === false) continue;
    if (key === "class") e.className = value;
    else if (key === "text") e.textContent = value;
    else if (key.startsWith("on")) e.addEventListener(key.slice(2), value);
    else e.setAttribute(key, value === true ? "" : value);
  }
  e.append(...kids.filter((k) => k !== null && k !== undefined));
  return e;
}
// A box to tick, with what stands beside it.
function tick(on, change, ...kids) {
  const input = el("input", { type: "checkbox", onchange: (e) => change(e.target.checked) });
  input.checked = on;
  return el("label", { class: "tick" }, input, ...kids);
}

const size = { E: E.l.length, O: O.s.length, R: R.s.length, A: A.p.length, U: U.k.length };

// what is chosen and shown; where one is lies in the address (app.js)
const state = {
  lang: "zh",
  off: new Set(),
  offRelations: new Set(),
  hub: false,
  names: false,
  from: 0,
  to: 9999,
  group: Object.keys(views)[0],
  layout: "cards",
  hover: null,
  focus: null,
  picking: null,
};

// facts of an entity, gathered once
let gathered = null;
function gather() {
  if (gathered) return gathered;
  const own = Array.from({ length: size.E }, () => null);
  const at = (n) => own[n] || (own[n] = { obs: [], rels: [], atts: [] });
  for (let k = 0; k < size.O; k++) at(O.s[k]).obs.push(k);
  for (let k = 0; k < size.R; k++) {
    at(R.s[k]).rels.push(k);
    if (R.o[k] !== R.s[k]) at(R.o[k]).rels.push(k);
  }
  for (let k = 0; k < size.A; k++)
    if (A.e[k] >= 0) at(A.e[k]).atts.push(k);
    else if (A.o[k] >= 0) at(O.s[A.o[k]]).atts.push(k);
  return (gathered = own);
}
const NONE = { obs: [], rels: [], atts: [] };
const factsOf = (n) => gather()[n] || NONE;

// the texts are read when they are needed
const read = new Map();
function report(d) {
  if (!read.has(d)) read.set(d, json("x" + d));
  return read.get(d);
}
const textOf = (d) => report(d).x;
const slice = (d, a, b) => (d < 0 ? "" : textOf(d).slice(a, b));
const written = (k) => slice(O.d[k], O.a[k], O.b[k]);
// the number of the line, from 1, that an offset stands in
const lineEnds = new Map();
function lineOf(d, at) {
  if (!lineEnds.has(d)) {
    const ends = [],
      x = textOf(d);
    for (let i = x.indexOf("\n"); i >= 0; i = x.indexOf("\n", i + 1)) ends.push(i);
    lineEnds.set(d, ends);
  }
  const ends = lineEnds.get(d);
  let low = 0,
    high = ends.length;
  while (low < high) {
    const mid = (low + high) >> 1;
    if (ends[mid] < at) low = mid + 1;
    else high = mid;
  }
  return low + 1;
}

// the sentence around a span, for the quote
function around(d, a, b) {
  const x = textOf(d),
    ends = /[。；;！？!?\n]/;
  let s = a,
    e = b;
  while (s > 0 && a - s < 120 && !ends.test(x[s - 1])) s--;
  while (e < x.length && e - b < 120 && !ends.test(x[e])) e++;
  if (e < x.length && x[e] !== "\n") e++;
  return [s, e];
}

// years: a figure's own period, else its report's
const yearCache = new Map();
function years(text) {
  if (!yearCache.has(text)) {
    const found = (text.match(/\d{4}/g) || []).map(Number);
    yearCache.set(text, found.length ? [Math.min(...found), Math.max(...found)] : null);
  }
  return yearCache.get(text);
}
const docYears = (d) => (d >= 0 && docs[d].y ? [docs[d].y, docs[d].y] : null);
const yearsOf = (k) => years(said[O.p[k]]) || docYears(O.d[k]);
const within = (y) => !y || (y[1] >= state.from && y[0] <= state.to);
const obsShown = (k) => within(yearsOf(k));
const relShown = (k) => within(docYears(R.d[k])) && !state.offRelations.has(R.p[k]);
const attShown = (k) => within(docYears(A.d[k]));
let ranged = false;
function shown(n) {
  if (state.off.has(E.c[n])) return false;
  if (!ranged || hubSet.has(n)) return true;
  const f = factsOf(n);
  return (
    f.obs.some(obsShown) ||
    f.rels.some((k) => within(docYears(R.d[k]))) ||
    f.atts.some(attShown) ||
    (f === NONE && (E.s[n] < 0 || within(docYears(sections[E.s[n]][0]))))
  );
}

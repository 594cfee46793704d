// Words of the page in two languages; names and quotes stay as the report has them.
const pick = (pair) => (pair ? pair[state.lang === "en" ? 1 : 0] : undefined);
const t = (key, ...values) => (pick(data.words[key]) || key).replace(/\{(\d)\}/g, (_, n) => values[n]);
const label = (term) => pick(data.labels[term]) || term;
const className = (n) => label(classes[E.c[n]]);
const indicatorName = (i) => (state.lang === "en" && I[i][2]) || I[i][1];
// as the report says it, where the list says it otherwise
const saidName = (k) => (state.lang === "en" && I[O.i[k]][2]) || said[O.l[k]];
const printed = (k) => (said[O.l[k]] !== I[O.i[k]][1] ? "（" + said[O.l[k]] + "）" : "");
const code = (scheme, word) => (word ? label(scheme + "/" + word) : "");
const statusName = (w) => code("realization-status", said[w]);
const measureName = (w) => code("measure-kind", said[w]);
const docName = (d) => (d < 0 ? t("gazetteer") : docs[d].s);
const shortDoc = (d) => {
  const name = Array.from(docs[d].s);
  return name.length > 18 ? name.slice(0, 17).join("") + "…" : docs[d].s;
};
const sectionName = (s) =>
  sections[s][2] && sections[s][2] !== docs[sections[s][0]].t ? sections[s][2] : t("opening");
const attributeValue = (k) => (A.n[k] >= 0 ? E.l[A.n[k]] : label(said[A.v[k]]));

function groupTitle(g) {
  if (g < 0) return t("others");
  const title = views[state.group].groups[g][0];
  return state.group === "classes" ? label(title) : title || t("opening");
}

function speak() {
  document.documentElement.lang = state.lang === "en" ? "en" : "zh-Hans";
  document.querySelectorAll("[data-t]").forEach((e) => {
    e.textContent = t(e.dataset.t);
  });
  document.querySelectorAll("[data-label]").forEach((e) => {
    e.setAttribute("aria-label", t(e.dataset.label));
    if (e.classList.contains("icon")) e.title = t(e.dataset.label);
  });
  document.querySelectorAll("[data-hint]").forEach((e) => {
    e.placeholder = t(e.dataset.hint);
  });
  byId("language").lang = state.lang === "en" ? "zh-Hans" : "en";
  byId("sub").textContent = [
    docs.length > 1 ? t("reports_n", docs.length) : [docs[0].p, docs[0].y || "", docs[0].n].filter(Boolean).join(" · "),
    t("entities_n", size.E),
    t("relations_n", size.R),
    t("figures_n", size.O),
    size.A ? t("attributes_n", size.A) : "",
  ]
    .filter(Boolean)
    .join(" · ");
}

// numbers for people: as written, and in full on hover
const grouped = (v) => {
  const [whole, rest] = v.replace("-", "").split(".");
  return (v.startsWith("-") ? "−" : "") + whole.replace(/\B(?=(\d{3})+$)/g, ",") + (rest ? "." + rest : "");
};
function normal(k) {
  const unit = said[O.u[k]] ? " " + said[O.u[k]] : "";
  const value = O.v[k] === null ? "" : grouped(O.v[k]);
  return t("same_value") + " " + value + (O.V[k] !== null ? "–" + grouped(O.V[k]) : "") + unit;
}
const isChange = (k) => said[O.m[k]] === "growth-rate" || said[O.m[k]] === "change";
// whether a change is for the better: by the direction wanted of the indicator, not by the sign alone
function judged(k) {
  const up = I[O.i[k]][3],
    v = Number(O.v[k]);
  return !up || !v ? "" : v > 0 === up > 0 ? "better" : "worse";
}
const arrow = (k) => (Number(O.v[k]) > 0 ? "▲" : Number(O.v[k]) < 0 ? "▼" : "–");
const changeText = (k) => arrow(k) + " " + written(k);
const hedge = (k) => (said[O.q[k]] === "exact" ? "" : code("value-qualifier", said[O.q[k]]));
const num = (k) => {
  const a = Number(O.v[k]);
  return O.V[k] === null ? a : (a + Number(O.V[k])) / 2;
};

// Facts as rows: the same in the panel, the list and the questions.
const address = (parts) =>
  "#" +
  Object.entries(parts)
    .filter(([, v]) => v !== undefined && v !== "")
    .map(([k, v]) => k + "=" + encodeURIComponent(v))
    .join("&");
const iriOf = (n) => BASE + E.i[n];
const here = (d, a, b) => address({ v: "text", d, a, b });
const nameLink = (n, text) => el("a", { href: address({ n: iriOf(n) }), class: "name" }, text || E.l[n]);
const named = (n) => el("span", { class: "named" }, badge(classes[E.c[n]]), nameLink(n));
const chip = (w) =>
  said[w] === "achieved"
    ? null
    : el("span", {
        class: "chip " + said[w],
        text: ({ expected: "◔ ", planned: "○ ", targeted: "◎ " }[said[w]] || "") + statusName(w),
      });

// the sentence with the span that says it marked; a second span of the same sentence too
function quote(d, a, b, span, rule, second) {
  if (d < 0) return el("p", { class: "rule", text: t("gazetteer") });
  const [x, y] = span || around(d, a, b);
  const box = el(
    "div",
    { class: "evidence" },
    el(
      "blockquote",
      { lang: "zh-Hans" },
      slice(d, x, a),
      el("mark", { text: slice(d, a, b) }),
      ...(second
        ? [slice(d, b, second[0]), el("mark", { text: slice(d, ...second) }), slice(d, second[1], y)]
        : [slice(d, b, y)]),
    ),
    el(
      "p",
      { class: "rule" },
      el(
        "a",
        { href: here(d, a, b) },
        t("in_text") + " · " + (docs.length > 1 ? shortDoc(d) + " · " : "") + t("position", lineOf(d, a)),
      ),
      " ",
      el("span", {
        text: t("rule") + " " + said[rule] + (second && second[2] !== rule ? " · " + said[second[2]] : ""),
      }),
    ),
  );
  return box;
}
const quoteOfFigure = (k) => quote(O.d[k], O.a[k], O.b[k], [O.x[k], O.y[k]], O.r[k]);
const quoteOfRelation = (k) => quote(R.d[k], R.a[k], R.b[k], null, R.r[k]);
const quoteOfAttribute = (k) => quote(A.d[k], A.a[k], A.b[k], null, A.r[k]);

// the value of a figure: as written, in full on hover, its hedge in words
function value(k) {
  if (isChange(k)) {
    const how = judged(k);
    return el(
      "span",
      { class: "num " + how, title: normal(k) + (how ? " · " + t(how) : "") },
      changeText(k),
      how ? el("span", { class: "hide", text: " " + t(how) }) : null,
    );
  }
  const extra = [said[O.m[k]] === "level" ? "" : measureName(O.m[k]), said[O.k[k]], hedge(k)]
    .filter(Boolean)
    .join(" · ");
  return el("span", { class: "num", title: normal(k) }, written(k), extra ? el("small", { text: " " + extra }) : null);
}

// figures of one thing: a row per indicator, scope, period and state, value beside change
function figureRows(list) {
  const groups = new Map();
  list.forEach((k) => {
    const key = [O.s[k], O.i[k], O.f[k], O.p[k], O.t[k], O.d[k]].join();
    if (!groups.has(key)) groups.set(key, { values: [], changes: [] });
    groups.get(key)[isChange(k) ? "changes" : "values"].push(k);
  });
  const rows = [];
  groups.forEach(({ values, changes }) => {
    for (let j = 0; j < Math.max(values.length, changes.length); j++) rows.push([values[j], changes[j]]);
  });
  return rows;
}
const MANY_ROWS = 60;
function figureTable(list, options) {
  const { subject, open } = options || {},
    rows = figureRows(list),
    body = el("tbody");
  rows.slice(0, MANY_ROWS).forEach(([v, c], j) => {
    const k = v === undefined ? c : v,
      scope = code("statistical-scope", said[O.f[k]]),
      name = saidName(k);
    const below = el("tr", { class: "below", hidden: true }, el("td", { colspan: 4 }));
    const toggle = el(
      "button",
      {
        class: "plain",
        "aria-expanded": "false",
        onclick: () => {
          below.hidden = !below.hidden;
          toggle.setAttribute("aria-expanded", String(!below.hidden));
          if (below.firstChild.firstChild) return;
          const both = v !== undefined && c !== undefined,
            [p, q] = both && O.a[c] < O.a[v] ? [c, v] : [v, c];
          if (both && O.x[v] === O.x[c])
            below.firstChild.append(quote(O.d[p], O.a[p], O.b[p], [O.x[p], O.y[p]], O.r[p], [O.a[q], O.b[q], O.r[q]]));
          else below.firstChild.append(...[v, c].filter((f) => f !== undefined).map(quoteOfFigure));
        },
      },
      (scope && !name.includes(scope) && !I[O.i[k]][1].includes(scope) ? scope + " " : "") + name,
    );
    const period = [said[O.p[k]].replace("/", " – "), docs.length > 1 ? shortDoc(O.d[k]) : ""]
      .filter(Boolean)
      .join(" · ");
    body.append(
      el(
        "tr",
        { "data-k": k },
        el("th", { scope: "row" }, subject ? el("div", {}, named(O.s[k])) : null, toggle, chip(O.t[k])),
        el("td", {}, v === undefined ? "" : value(v)),
        el("td", {}, c === undefined ? "" : value(c)),
        el("td", { class: "when", text: period }),
      ),
      below,
    );
    if (j < (open || 0)) toggle.click();
  });
  const box = el(
    "div",
    {},
    el(
      "table",
      { class: "figures" },
      el(
        "thead",
        {},
        el("tr", {}, ...["indicator", "value", "change", "period"].map((h) => el("th", { scope: "col", text: t(h) }))),
      ),
      body,
    ),
  );
  if (rows.length > MANY_ROWS) box.append(moreInTable(rows.length - MANY_ROWS));
  return box;
}
const moreInTable = (n) =>
  el("p", { class: "soft" }, el("a", { href: address({ v: "table" }), text: t("more_rows", n) }));

// a fact in one line, its quote below on demand; the words and the toggle stand side by side, not in each other
function folded(head, open, body) {
  const box = el("div", { class: "fact" }),
    below = el("div", { hidden: true });
  const toggle = el("button", {
    class: "why",
    "aria-expanded": "false",
    "aria-label": t("source"),
    title: t("source"),
    onclick: () => {
      below.hidden = !below.hidden;
      toggle.setAttribute("aria-expanded", String(!below.hidden));
      if (!below.firstChild) below.append(body());
    },
  });
  box.append(el("div", { class: "head" }, toggle, el("span", {}, ...head.filter(Boolean))), below);
  if (open) toggle.click();
  return box;
}
const relationItem = (k, n, open) => {
  const out = n === undefined || R.s[k] === n,
    other = out ? R.o[k] : R.s[k];
  return folded(
    [
      n === undefined
        ? el("span", {}, named(R.s[k]), el("span", { class: "soft", text: " " + label(said[R.p[k]]) + " " }))
        : null,
      named(other),
      chip(R.t[k]),
    ],
    open,
    () => quoteOfRelation(k),
  );
};
const attributeItem = (k, open) =>
  folded(
    [
      el("span", { class: "soft", text: label(said[A.p[k]]) + "：" }),
      A.o[k] >= 0 ? indicatorName(O.i[A.o[k]]) + " · " : "",
      A.n[k] >= 0 ? named(A.n[k]) : attributeValue(k),
      A.e[k] < 0 && A.o[k] < 0 ? el("span", { class: "soft", text: "（" + said[A.l[k]] + "）" }) : null,
      chip(A.t[k]),
    ],
    open,
    () => quoteOfAttribute(k),
  );

// the same indicator of the same thing at the same time, told differently by several reports
function disagreements(list) {
  const groups = new Map();
  list.forEach((k) => {
    const key = [O.s[k], O.i[k], O.m[k], O.f[k], O.p[k], O.u[k], O.t[k]].join();
    groups.has(key) ? groups.get(key).push(k) : groups.set(key, [k]);
  });
  return [...groups.values()].filter(
    (g) =>
      new Set(g.map((k) => O.d[k])).size > 1 && new Set(g.map((k) => O.v[k])).size > 1 && g.every((k) => said[O.p[k]]),
  );
}
function sideBySide(group) {
  const told = new Map(); // each value once, with all who tell it
  group.forEach((k) => (told.has(O.v[k]) ? told.get(O.v[k]).push(k) : told.set(O.v[k], [k])));
  return el(
    "div",
    { class: "disagree" },
    el("h3", { text: t("disagree") }),
    el("p", {}, named(O.s[group[0]]), " " + indicatorName(O.i[group[0]]) + " · " + said[O.p[group[0]]]),
    el(
      "div",
      { class: "columns" },
      ...[...told.values()].map((own) =>
        el(
          "div",
          {},
          el("b", {}, value(own[0])),
          el("p", { class: "soft", text: [...new Set(own.map((k) => docName(O.d[k])))].join("、") }),
          quoteOfFigure(own[0]),
        ),
      ),
    ),
  );
}

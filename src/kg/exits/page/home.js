// The overview: the panel when nothing is chosen, and the list that says the same as the picture.
function overview() {
  const v = view(),
    most = Math.max(1, ...v.groups.map(([, own]) => own.length));
  const head =
    docs.length === 1
      ? [
          el("h2", { class: "title", lang: "zh-Hans", text: docName(0) }),
          el("p", {
            class: "tag",
            text: [
              docs[0].p,
              docs[0].y || "",
              docs[0].w,
              label("document-kind/" + docs[0].k) !== "document-kind/" + docs[0].k
                ? label("document-kind/" + docs[0].k)
                : "",
            ]
              .filter(Boolean)
              .join(" · "),
          }),
        ]
      : [
          el("h2", { class: "title", text: t("reports_n", docs.length) }),
          el("p", { class: "tag", text: [...new Set(docs.map((d) => d.p).filter(Boolean))].slice(0, 12).join("、") }),
        ];
  const quick = el(
    "div",
    { id: "quick", class: "quick" },
    ...Object.keys(questions)
      .map((q) => [q, amount(answer(q))])
      .filter(([, n]) => n)
      .map(([q, n]) => el("a", { href: address({ q }), class: "pill" }, t("q_" + q) + " ", el("b", { text: n }))),
  );
  const order = v.groups.map((_, g) => g).filter((g) => v.groups[g][1].length || v.groups[g][2]);
  if (docs.length > 1 || state.group === "classes")
    order.sort((a, b) =>
      docs.length > 1 && state.group === "documents" ? a - b : v.groups[b][1].length - v.groups[a][1].length,
    );
  const groupsBox = el(
    "ul",
    { class: "bars" },
    ...order.slice(0, 40).map((g) => {
      const n = v.groups[g][1].length,
        bar = svgElement(
          "svg",
          { viewBox: "0 0 100 8", preserveAspectRatio: "none", class: "meter", "aria-hidden": "true" },
          svgElement("rect", { x: 0, y: 0, width: Math.max(2, (n / most) * 100), height: 8, rx: 2 }),
        );
      return el(
        "li",
        {},
        el("a", { href: address({ m: "section", s: g }), text: groupTitle(g), title: groupTitle(g) }),
        bar,
        el("span", {
          class: "soft",
          text: t("entities_n", n) + (v.groups[g][2] ? " · " + t("figures_n", v.groups[g][2]) : ""),
        }),
      );
    }),
    order.length > 40 ? el("li", { class: "soft", text: t("hidden_n", order.length - 40) }) : null,
  );
  const own = hubs.flatMap((n) => factsOf(n).obs).filter(obsShown);
  const parts = [...head, heading(t("questions")), quick];
  if (docs.length > 1) parts.push(...comparison(own));
  parts.push(heading(t(state.group === "classes" ? "by_class" : state.group)), groupsBox);
  if (docs.length === 1 && own.length)
    parts.push(
      heading(t("key_figures"), own.length),
      figureTable(own.filter((k) => I[O.i[k]][4] >= 0).concat(own.filter((k) => I[O.i[k]][4] < 0))),
    );
  if (docs.length > 1)
    parts.push(
      heading(t("documents"), docs.length),
      el(
        "ul",
        { class: "names" },
        ...docs.slice(0, 400).map((_, d) =>
          el(
            "li",
            {},
            el("a", { href: here(d, "", ""), text: docName(d) }),
            el("span", {
              class: "soft",
              text:
                [docs[d].p, docs[d].y || ""].filter(Boolean).join(" ") && docName(d).includes(docs[d].p)
                  ? ""
                  : " " + [docs[d].p, docs[d].y || ""].join(" "),
            }),
          ),
        ),
      ),
    );
  return parts;
}
const homePanel = () => {
  fill(...overview());
};

// one indicator over places and years, chosen from a list
let compared = null;
function comparison(own) {
  const spread = new Map(),
    weight = (i) => (I[i][4] < 60 ? 3 : 1); // indicators at the head of the list are those that reports open with
  own.forEach((k) => {
    if (isChange(k) || I[O.i[k]][4] < 0) return;
    const i = O.i[k];
    if (!spread.has(i)) spread.set(i, new Set());
    spread.get(i).add(O.s[k] + "," + (yearsOf(k) || [0])[0]);
  });
  const able = [...spread.entries()]
    .filter(([, s]) => s.size > 1)
    .sort((a, b) => weight(b[0]) * b[1].size - weight(a[0]) * a[1].size || I[a[0]][4] - I[b[0]][4])
    .map(([i]) => i);
  if (!able.length) return [];
  if (!able.includes(compared)) compared = able[0];
  const box = el("div", { id: "compared" });
  const draw = () => {
    const list = own.filter((k) => O.i[k] === compared && !isChange(k));
    const best = comparable(list)[0] || [],
      rows = new Map(),
      columns = new Set();
    best.forEach((k) => {
      const y = (yearsOf(k) || [0, 0])[1];
      columns.add(y);
      if (!rows.has(O.s[k])) rows.set(O.s[k], new Map());
      if (!rows.get(O.s[k]).has(y)) rows.get(O.s[k]).set(y, k);
    });
    const heads = [...columns].sort((a, b) => (columns.size > 5 ? b - a : a - b)),
      c = charted(list),
      latest = (byYear) => num(byYear.get(Math.max(...byYear.keys())));
    box.replaceChildren(
      ...[
        c,
        el(
          "div",
          { class: "scroll", tabindex: 0, role: "region", "aria-label": t("compare") },
          el(
            "table",
            { class: "matrix" },
            el(
              "thead",
              {},
              el(
                "tr",
                {},
                el("th", { scope: "col", text: t("places") }),
                ...heads.map((y) => el("th", { scope: "col", text: y || "–" })),
              ),
            ),
            el(
              "tbody",
              {},
              ...[...rows.entries()]
                .sort((a, b) => latest(b[1]) - latest(a[1]))
                .slice(0, 60)
                .map(([n, byYear]) =>
                  el(
                    "tr",
                    {},
                    el("th", { scope: "row" }, nameLink(n)),
                    ...heads.map((y) => {
                      const k = byYear.get(y);
                      return el(
                        "td",
                        {},
                        k === undefined ? "" : el("a", { href: here(O.d[k], O.a[k], O.b[k]) }, value(k), chip(O.t[k])),
                      );
                    }),
                  ),
                ),
            ),
          ),
        ),
      ].filter(Boolean),
    );
  };
  const choose = el(
    "select",
    {
      id: "compare",
      "aria-label": t("compare"),
      onchange: (e) => {
        compared = Number(e.target.value);
        draw();
      },
    },
    ...able.slice(0, 200).map((i) => el("option", { value: i, text: indicatorName(i) })),
  );
  choose.value = String(compared);
  draw();
  return [heading(t("compare")), choose, box];
}

// the list: for phones, printing and whoever does not want a picture
const LISTED = 12;
function renderList() {
  const v = view(),
    box = byId("list"),
    tiles = el("ul", { class: "tiles" });
  data.kpi.forEach((tile) => {
    const own = tile.o.filter(obsShown),
      last = own[own.length - 1],
      g = tile.g >= 0 && obsShown(tile.g) ? tile.g : -1;
    if (last === undefined && g < 0) return;
    tiles.append(
      el(
        "li",
        {},
        el("a", { href: address({ i: I[tile.i][0] }), text: indicatorName(tile.i) }),
        last === undefined ? null : el("b", {}, value(last)),
        docs.length > 1 && last !== undefined ? el("small", { text: E.l[O.s[last]] + " " + said[O.p[last]] }) : null,
        g < 0 ? null : el("span", {}, value(g)),
      ),
    );
  });
  const cards = v.groups
    .map((group, g) => ({ g, own: group[1].filter((n) => !hubSet.has(n) && shown(n)), figures: group[2] }))
    .filter((c) => c.own.length || c.figures)
    .slice(0, 60)
    .map(({ g, own, figures }) => {
      const best = own
        .slice()
        .sort((a, b) => E.d[b] - E.d[a])
        .slice(0, LISTED);
      return el(
        "article",
        {},
        el("h3", {}, el("a", { href: address({ m: "section", s: g }), text: groupTitle(g) })),
        el("p", {
          class: "soft",
          text: t("entities_n", own.length) + (figures ? " · " + t("figures_n", figures) : ""),
        }),
        el(
          "ul",
          { class: "names" },
          ...best.map((n) =>
            el(
              "li",
              {},
              named(n),
              figureCount(n)
                ? el("span", { class: "count", text: figureCount(n), title: t("figures_n", figureCount(n)) })
                : null,
            ),
          ),
        ),
        own.length > LISTED
          ? el(
              "p",
              {},
              el("a", { href: address({ v: "list", m: "section", s: g }), text: t("more", own.length - LISTED) }),
            )
          : null,
      );
    });
  if (current.m === "section" && v.groups[current.s]) {
    const kinds = new Map();
    v.groups[current.s][1]
      .filter(shown)
      .sort((a, b) => E.d[b] - E.d[a])
      .slice(0, 600)
      .forEach((n) => {
        const c = className(n);
        kinds.has(c) ? kinds.get(c).push(n) : kinds.set(c, [n]);
      });
    const figures = sectionFigures(current.s);
    if (current.n === undefined) {
      box.scrollTop = 0;
      if (phone()) window.scrollTo(0, 0);
    }
    box.replaceChildren(
      el("h2", { text: groupTitle(current.s) }),
      el("p", {}, el("a", { href: address({ v: "list" }), text: "‹ " + t("overview") })),
      figures.length
        ? el(
            "article",
            {},
            el("h3", { text: t("figures") + " · " + figures.length }),
            figureTable(figures, { subject: true }),
          )
        : "",
      ...[...kinds.entries()].map(([c, own]) =>
        el(
          "article",
          {},
          el("h3", { text: c + " · " + own.length }),
          el("ul", { class: "names" }, ...own.map((n) => el("li", {}, named(n)))),
        ),
      ),
    );
    return;
  }
  const quick = el(
    "div",
    { class: "quick" },
    ...Object.keys(questions)
      .map((q) => [q, amount(answer(q))])
      .filter(([, n]) => n)
      .map(([q, n]) => el("a", { href: address({ q }), class: "pill" }, t("q_" + q) + " ", el("b", { text: n }))),
  );
  box.replaceChildren(
    ...[
      el("h2", { text: docs.length === 1 ? docs[0].p || docName(0) : t("reports_n", docs.length) }),
      tiles.children.length ? tiles : null,
      quick,
      el("div", { class: "cards" }, ...cards),
    ].filter(Boolean),
  );
}

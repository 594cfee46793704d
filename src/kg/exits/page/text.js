// The whole text with everything that was read in it.
const texted = { d: -1, figures: true, names: true, unread: false };
let figuresOf = null; // document → its figures
function marksOf(d) {
  if (!figuresOf) {
    figuresOf = new Map();
    for (let k = 0; k < size.O; k++) figuresOf.has(O.d[k]) ? figuresOf.get(O.d[k]).push(k) : figuresOf.set(O.d[k], [k]);
  }
  const marks = [];
  if (texted.names) {
    const m = report(d).m;
    for (let j = 0; j < m.length; j += 3) marks.push({ n: m[j], a: m[j + 1], b: m[j + 2] });
  }
  if (texted.figures) (figuresOf.get(d) || []).forEach((k) => marks.push({ k, a: O.a[k], b: O.b[k] }));
  if (texted.unread) for (let u = 0; u < size.U; u++) if (U.d[u] === d) marks.push({ u, a: U.a[u], b: U.b[u] });
  return marks.sort((x, y) => x.a - y.a || y.b - x.b);
}

function renderText(d, a, b) {
  d = d >= 0 && d < docs.length ? d : Math.max(0, texted.d);
  const x = textOf(d),
    box = byId("source"),
    head = byId("text-head");
  texted.d = d;
  const marked = (key, word) =>
    tick(
      texted[key],
      (on) => {
        texted[key] = on;
        renderText(texted.d);
      },
      " ",
      el("span", { class: "mark-" + key, text: t(word) }),
    );
  const choose = el(
    "select",
    { id: "which", "aria-label": t("report"), onchange: (e) => go({ v: "text", d: e.target.value }) },
    ...docs.map((_, k) =>
      el("option", { value: k, text: docName(k) + (docName(k).includes(docs[k].p) ? "" : " · " + docs[k].p) }),
    ),
  );
  choose.value = String(d);
  const own = sections.filter((s) => s[0] === d && s[2]);
  const jump = el(
    "select",
    {
      id: "jump",
      "aria-label": t("sections"),
      onchange: (e) =>
        go({ v: "text", d, a: own[e.target.value][1], b: own[e.target.value][1] + own[e.target.value][2].length }),
    },
    el("option", { value: "", text: t("sections") }),
    ...own.map((s, k) => el("option", { value: k, text: s[2] })),
  );
  head.replaceChildren(
    ...[
      docs.length > 1 ? choose : el("b", { text: docName(d) }),
      own.length > 1 ? jump : null,
      marked("figures", "mark_figures"),
      marked("names", "mark_names"),
      marked("unread", "unresolved"),
    ].filter(Boolean),
  );
  // every border of a mark or of the place looked for begins a new piece
  const marks = marksOf(d),
    target = a >= 0 && b > a ? { a, b } : null,
    edges = new Set([0, x.length]);
  marks.forEach((m) => {
    edges.add(m.a);
    edges.add(m.b);
  });
  if (target) {
    edges.add(a);
    edges.add(b);
  }
  const cut_ = [...edges].sort((p, q) => p - q),
    pieces = document.createDocumentFragment();
  let open = [],
    next = 0,
    found = null;
  for (let j = 0; j + 1 < cut_.length; j++) {
    const [from, to] = [cut_[j], cut_[j + 1]];
    open = open.filter((m) => m.b > from);
    while (next < marks.length && marks[next].a <= from) {
      if (marks[next].b > from) open.push(marks[next]);
      next++;
    }
    const words = x.slice(from, to),
      figure = open.find((m) => m.k !== undefined),
      name = open.filter((m) => m.n !== undefined).pop(),
      unread = open.find((m) => m.u !== undefined);
    let piece = words;
    if (figure)
      piece = el("a", {
        class: "figure",
        href: address({ n: iriOf(O.s[figure.k]) }),
        title: [
          E.l[O.s[figure.k]],
          indicatorName(O.i[figure.k]),
          measureName(O.m[figure.k]),
          said[O.p[figure.k]],
          statusName(O.t[figure.k]),
        ]
          .filter(Boolean)
          .join(" · "),
        text: words,
      });
    else if (name)
      piece = el("a", {
        class: "named-in-text",
        href: address({ n: iriOf(name.n) }),
        title: E.l[name.n] + " · " + className(name.n),
        text: words,
      });
    else if (unread)
      piece = el("span", { class: "unread", title: t(said[U.k[unread.u]]) + " · " + said[U.r[unread.u]], text: words });
    if (target && from >= a && to <= b) {
      const m = el("mark", {}, piece);
      found = found || m;
      piece = m;
    }
    pieces.append(piece);
  }
  box.replaceChildren(pieces);
  if (found) {
    found.id = "target";
    found.scrollIntoView({ block: "center" });
  } else box.scrollTop = 0;
}

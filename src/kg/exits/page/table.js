// The table: every fact of every kind, sortable, filterable, as CSV. Rows are drawn as one scrolls.
const KINDS = ["figures", "relations", "attributes", "entities", "unresolved", "documents"];
const HEADS = [
  "kind",
  "subject",
  "class",
  "property",
  "object",
  "change",
  "status",
  "period",
  "report",
  "line",
  "quote",
  "rule",
];
const table = { kind: "", status: "", query: "", sort: -1, down: false, rows: [], drawn: 0 };
const few = size.O + size.R + size.A < 20000; // then rows are searched with their quotes too

const spanned = (T) => ({
  status: (k) => T.t[k],
  place: (k) => [T.d[k], T.a[k], T.b[k]],
  quote: (k) => slice(T.d[k], T.a[k], T.b[k]),
  rule: (k) => said[T.r[k]],
});
const kinds = {
  figures: {
    n: size.O,
    shown: obsShown,
    ...spanned(O),
    cells: (k) => [
      E.l[O.s[k]],
      className(O.s[k]),
      [
        code("statistical-scope", said[O.f[k]]),
        indicatorName(O.i[k]) + printed(k),
        measureName(O.m[k]),
        said[O.k[k]],
        hedge(k),
      ]
        .filter(Boolean)
        .join(" · "),
      isChange(k) ? "" : written(k),
      isChange(k) ? changeText(k) : "",
      statusName(O.t[k]),
      said[O.p[k]],
    ],
    quote: (k) => slice(O.d[k], O.x[k], O.y[k]), // the sentence, not the number
    number: (k) => num(k),
    subject: (k) => O.s[k],
  },
  relations: {
    n: size.R,
    shown: relShown,
    ...spanned(R),
    cells: (k) => [E.l[R.s[k]], className(R.s[k]), label(said[R.p[k]]), E.l[R.o[k]], "", statusName(R.t[k]), ""],
    subject: (k) => R.s[k],
  },
  attributes: {
    n: size.A,
    shown: attShown,
    ...spanned(A),
    cells: (k) => [
      said[A.l[k]],
      A.e[k] >= 0 ? className(A.e[k]) : "",
      label(said[A.p[k]]),
      attributeValue(k),
      "",
      statusName(A.t[k]),
      "",
    ],
    subject: (k) => A.e[k],
  },
  entities: {
    n: size.E,
    shown,
    place: () => [-1],
    cells: (n) => [
      E.l[n],
      className(n),
      t("mentions_n", E.m[n]),
      E.a[n].split("|").filter(Boolean).join("、"),
      "",
      "",
      "",
    ],
    quote: () => "",
    rule: () => "",
    number: (n) => E.m[n],
    subject: (n) => n,
    link: true,
  },
  unresolved: {
    n: size.U,
    shown: () => true,
    place: (k) => [U.d[k], U.a[k], U.b[k]],
    cells: (k) => ["", "", t(said[U.k[k]]) + " · " + said[U.r[k]], slice(U.d[k], U.a[k], U.b[k]), "", "", ""],
    quote: (k) => slice(U.d[k], ...around(U.d[k], U.a[k], U.b[k])),
    rule: () => "",
    subject: () => -1,
  },
  documents: {
    n: docs.length,
    shown: () => true,
    place: (d) => [d, 0, 0],
    cells: (d) => [docs[d].n, t("document"), docs[d].t, docs[d].p, "", "", String(docs[d].y || "")],
    quote: () => "",
    rule: (d) => docs[d].h,
    subject: () => -1,
  },
};

function cellsOf([kind, k]) {
  const def = kinds[kind],
    [d, a] = def.place(k);
  return [
    t(kind),
    ...def.cells(k),
    d >= 0 ? docName(d) : kind === "relations" ? t("gazetteer") : "",
    d >= 0 && kind !== "documents" ? String(lineOf(d, a)) : "",
    def.quote(k),
    def.rule(k),
  ];
}
function chosenRows() {
  const query = table.query.trim().toLowerCase(),
    rows = [];
  (table.kind ? [table.kind] : ["figures", "relations", "attributes"]).forEach((kind) => {
    const def = kinds[kind];
    for (let k = 0; k < def.n; k++) {
      if (!def.shown(k) || (table.status && (!def.status || said[def.status(k)] !== table.status))) continue;
      if (query) {
        const text = (few ? cellsOf([kind, k]) : def.cells(k)).join(" ").toLowerCase();
        if (!text.includes(query)) continue;
      }
      rows.push([kind, k]);
    }
  });
  if (table.sort >= 0) {
    const i = table.sort,
      collator = new Intl.Collator("zh-Hans", { numeric: true });
    const key = ([kind, k]) => {
      const def = kinds[kind];
      if ((i === 4 || i === 5) && def.number)
        return kind === "figures" && isChange(k) !== (i === 5) ? -Infinity : def.number(k);
      if (i === 9) {
        const [d, a] = def.place(k);
        return d < 0 ? -1 : d * 1e7 + (a || 0);
      }
      return i === 0
        ? t(kind)
        : i < 8
          ? def.cells(k)[i - 1]
          : i === 8
            ? def.place(k)[0] >= 0
              ? docName(def.place(k)[0])
              : ""
            : i === 10
              ? def.quote(k)
              : def.rule(k);
    };
    const keyed = rows.map((r) => [key(r), r]);
    keyed.sort(
      ([a], [b]) =>
        (typeof a === "number" && typeof b === "number" ? a - b || 0 : collator.compare(String(a), String(b))) *
        (table.down ? -1 : 1),
    );
    return keyed.map(([, r]) => r);
  }
  return rows;
}

function renderTable() {
  const box = byId("table");
  if (!box.firstChild) {
    box.append(
      el(
        "div",
        { class: "bar" },
        el("input", {
          id: "filter",
          type: "search",
          oninput: (e) => {
            table.query = e.target.value;
            refresh();
          },
        }),
        el("select", {
          id: "kinds",
          onchange: (e) => {
            table.kind = e.target.value;
            refresh();
          },
        }),
        el("select", {
          id: "status",
          onchange: (e) => {
            table.status = e.target.value;
            refresh();
          },
        }),
        el("span", { id: "rows-n", class: "soft", role: "status" }),
        el("button", { id: "csv", onclick: saveCsv }),
      ),
      el("table", { id: "rows" }, el("thead", {}, el("tr", {})), el("tbody", {})),
    );
    box.addEventListener("scroll", () => {
      if (box.scrollTop + box.clientHeight > box.scrollHeight - 600) drawMore();
    });
  }
  const options = (id, all, pairs_, chosen) => {
    byId(id).replaceChildren(
      el("option", { value: "", text: t(all) }),
      ...pairs_.map(([v, text]) => el("option", { value: v, text })),
    );
    byId(id).value = chosen;
  };
  options(
    "kinds",
    "facts",
    KINDS.filter((kind) => kinds[kind].n).map((kind) => [kind, t(kind) + " " + kinds[kind].n]),
    table.kind,
  );
  options(
    "status",
    "all_status",
    ["achieved", "expected", "planned", "targeted"].map((s) => [s, code("realization-status", s)]),
    table.status,
  );
  byId("kinds").setAttribute("aria-label", t("kind"));
  byId("status").setAttribute("aria-label", t("status"));
  byId("filter").placeholder = t("filter_rows");
  byId("filter").setAttribute("aria-label", t("filter_rows"));
  byId("csv").textContent = "⇩ " + t("save_csv");
  byId("rows")
    .querySelector("thead tr")
    .replaceChildren(
      ...HEADS.map((h, i) =>
        el(
          "th",
          { scope: "col", "aria-sort": table.sort === i ? (table.down ? "descending" : "ascending") : "none" },
          el(
            "button",
            {
              class: "plain",
              onclick: () => {
                table.down = table.sort === i && !table.down;
                table.sort = i;
                renderTable();
              },
            },
            t(h) + (table.sort === i ? (table.down ? " ▼" : " ▲") : ""),
          ),
        ),
      ),
    );
  refresh();
}
function refresh() {
  table.rows = chosenRows();
  table.drawn = 0;
  byId("rows").querySelector("tbody").replaceChildren();
  byId("table").scrollTop = 0;
  const total = (table.kind ? [table.kind] : ["figures", "relations", "attributes"]).reduce(
    (n, kind) => n + kinds[kind].n,
    0,
  );
  byId("rows-n").textContent = t("rows_n", table.rows.length, total);
  drawMore();
}
function drawMore() {
  const body = byId("rows").querySelector("tbody");
  table.rows.slice(table.drawn, table.drawn + 150).forEach((row) => {
    const [kind, k] = row,
      cells = cellsOf(row),
      def = kinds[kind],
      [d, a, b] = def.place(k),
      tr = el("tr");
    cells.forEach((text, i) => {
      const td = el("td", { class: HEADS[i] });
      if (i === 1 && def.subject(k) >= 0) td.append(nameLink(def.subject(k), text));
      else if (i === 4 && kind === "relations") td.append(nameLink(R.o[k], text));
      else if (i === 4 && kind === "figures" && text) td.append(el("span", { title: normal(k), text }));
      else if (i === 5 && text) td.append(el("span", { class: judged(k), title: normal(k), text }));
      else if (i === 9 && text)
        td.append(el("a", { href: here(d, a, b), text, "aria-label": t("in_text") + " " + t("position", text) }));
      else if (i === 10 && text) {
        td.textContent = text.length > 90 ? text.slice(0, 88) + "…" : text;
        td.title = text;
      } else td.textContent = text;
      tr.append(td);
    });
    body.append(tr);
  });
  table.drawn = Math.min(table.rows.length, table.drawn + 150);
}

function save(name, type, parts) {
  const url = URL.createObjectURL(new Blob(parts, { type })),
    a = el("a", { href: url, download: name });
  document.body.append(a);
  a.click();
  a.remove();
  setTimeout(() => URL.revokeObjectURL(url), 4000);
}
// text that a spreadsheet would run as a formula gets the spreadsheet's own mark for text
const csvCell = (v) => {
  const s = /^[=+@]|^-(?!\d)/.test(v) ? "'" + v : v;
  return /[",\r\n]/.test(s) ? '"' + s.replace(/"/g, '""') + '"' : s;
};
function saveCsv() {
  // with the number in full and its unit, for whoever reckons on
  const full = ([kind, k]) =>
    kind === "figures"
      ? [O.v[k] === null ? "" : O.V[k] === null ? O.v[k] : O.v[k] + "/" + O.V[k], said[O.u[k]]]
      : ["", ""];
  const lines = [
    [...HEADS, "normal", "unit"].map((h) => t(h)),
    ...table.rows.map((row) => [...cellsOf(row), ...full(row)]),
  ].map((row) => row.map(csvCell).join(",") + "\r\n");
  save("facts.csv", "text/csv", ["\ufeff", ...lines]);
}

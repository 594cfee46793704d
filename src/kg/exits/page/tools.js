// Legend, relations, groupings, layouts, the slider of years, exports, dark mode, language.
// One list of ticks: the values of a column by how many bear them, each shown unless it is `off`.
function ticks(id, column, off, key, names, icon = () => null) {
  const counts = new Map();
  column.forEach((v) => counts.set(v, (counts.get(v) || 0) + 1));
  byId(id).replaceChildren(
    ...[...counts.entries()]
      .sort((a, b) => b[1] - a[1])
      .map(([v, n]) => {
        const l = tick(
          !off.has(v),
          (on) => {
            on ? off.delete(v) : off.add(v);
            again();
          },
          icon(names[v]),
          el("span", { text: label(names[v]) }),
          el("span", { class: "count", text: n }),
        );
        l.firstChild.dataset[key] = names[v];
        return l;
      }),
  );
}
function toggles() {
  ticks("legend", E.c, state.off, "cls", classes, badge);
  ticks("predicates", R.p, state.offRelations, "predicate", said);
  const groups = Object.keys(views);
  byId("groups").replaceChildren(
    ...groups.map((g) =>
      el("button", {
        "data-group": g,
        "aria-pressed": String(g === state.group),
        text: t(g === "classes" ? "by_class" : g),
        onclick: () => {
          state.group = g;
          toggles();
          go({});
        },
      }),
    ),
  );
  document
    .querySelectorAll("[data-layout]")
    .forEach((b) => b.setAttribute("aria-pressed", String(b.dataset.layout === state.layout)));
}
document.querySelectorAll("[data-layout]").forEach((b) =>
  b.addEventListener("click", () => {
    state.layout = b.dataset.layout;
    toggles();
    go({});
  }),
);
document
  .querySelectorAll("#tabs [data-tab]")
  .forEach((b) =>
    b.addEventListener("click", () =>
      go(b.dataset.tab === "net" ? (phone() ? { v: "net" } : {}) : { v: b.dataset.tab }),
    ),
  );
byId("show-hub").addEventListener("change", (e) => {
  state.hub = e.target.checked;
  again();
});
byId("show-names").addEventListener("change", (e) => {
  state.names = e.target.checked;
  again();
});
byId("home").addEventListener("click", () => {
  go(phone() ? { v: "net" } : {});
  fit();
});
byId("close").addEventListener("click", () => go(current.v && current.v !== "net" ? { v: current.v } : {}));
byId("zoom-in").addEventListener("click", () => net.moveTo({ scale: net.getScale() * 1.25 }));
byId("zoom-out").addEventListener("click", () => net.moveTo({ scale: net.getScale() / 1.25 }));
byId("svg").addEventListener("click", () => save("graph.svg", "image/svg+xml", [svgPicture()]));
byId("png").addEventListener("click", () => {
  const from = canvas.querySelector("canvas"),
    to = document.createElement("canvas"),
    c = to.getContext("2d");
  to.width = from.width;
  to.height = from.height;
  c.fillStyle = ink.bg;
  c.fillRect(0, 0, to.width, to.height);
  c.drawImage(from, 0, 0);
  to.toBlob((blob) => save("graph.png", "image/png", [blob]));
});
function theme(dark) {
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  byId("theme").setAttribute("aria-pressed", String(dark));
  dip();
  toggles();
}
byId("theme").addEventListener("click", () => {
  theme(document.documentElement.dataset.theme !== "dark");
  again();
});
byId("language").addEventListener("click", () => {
  state.lang = state.lang === "zh" ? "en" : "zh";
  speak();
  toggles();
  again();
});

// the slider of years, when there are two or more
(() => {
  const all = new Set();
  O.p.forEach((_, k) => {
    const y = yearsOf(k);
    if (y) y.forEach((v) => all.add(v));
  });
  docs.forEach((d) => {
    if (d.y) all.add(d.y);
  });
  const list = [...all].filter((y) => y > 1900 && y < 2100).sort();
  if (list.length < 2) return;
  byId("times").hidden = false;
  for (const [id, value] of [
    ["from", 0],
    ["to", list.length - 1],
  ]) {
    const input = byId(id);
    input.min = 0;
    input.max = list.length - 1;
    input.step = 1;
    input.value = value;
    input.addEventListener("input", () => {
      let a = Number(byId("from").value),
        b = Number(byId("to").value);
      if (a > b) {
        if (id === "from") byId("to").value = b = a;
        else byId("from").value = a = b;
      }
      ranged = a > 0 || b < list.length - 1;
      state.from = ranged ? list[a] : 0;
      state.to = ranged ? list[b] : 9999;
      byId("from-year").textContent = list[a];
      byId("to-year").textContent = list[b];
      answers.clear();
      again();
    });
    byId(id + "-year").textContent = list[value];
  }
})();

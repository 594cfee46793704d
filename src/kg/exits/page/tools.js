// Legend, relations, groupings, layouts, the slider of years, exports, dark mode, language.
function toggles() {
  const counts = new Map(),
    relCounts = new Map();
  E.c.forEach((c) => counts.set(c, (counts.get(c) || 0) + 1));
  R.p.forEach((p) => relCounts.set(p, (relCounts.get(p) || 0) + 1));
  const tick = (on, change, ...kids) => {
    const input = el("input", { type: "checkbox", onchange: (e) => change(e.target.checked) });
    input.checked = on;
    return el("label", { class: "tick" }, input, ...kids);
  };
  byId("legend").replaceChildren(
    ...[...counts.entries()]
      .sort((a, b) => b[1] - a[1])
      .map(([c, n]) => {
        const l = tick(
          !state.off.has(c),
          (on) => {
            on ? state.off.delete(c) : state.off.add(c);
            again(true);
          },
          badge(classes[c]),
          el("span", { text: label(classes[c]) }),
          el("span", { class: "count", text: n }),
        );
        l.firstChild.dataset.cls = classes[c];
        return l;
      }),
  );
  byId("predicates").replaceChildren(
    ...[...relCounts.entries()]
      .sort((a, b) => b[1] - a[1])
      .map(([p, n]) => {
        const l = tick(
          !state.offRelations.has(p),
          (on) => {
            on ? state.offRelations.delete(p) : state.offRelations.add(p);
            again(true);
          },
          el("span", { text: label(said[p]) }),
          el("span", { class: "count", text: n }),
        );
        l.firstChild.dataset.predicate = said[p];
        return l;
      }),
  );
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
  again(true);
});
byId("show-names").addEventListener("change", (e) => {
  state.names = e.target.checked;
  again(true);
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
  again(true);
});
byId("language").addEventListener("click", () => {
  state.lang = state.lang === "zh" ? "en" : "zh";
  speak();
  toggles();
  again(true);
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
      again(true);
    });
    byId(id + "-year").textContent = list[value];
  }
})();

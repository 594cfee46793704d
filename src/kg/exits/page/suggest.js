// The search box and what it suggests.
const search = byId("search"),
  results = byId("results");
let hits = [],
  at = 0;
function suggest() {
  const began = performance.now();
  hits = find(search.value, 12);
  window.__searched = performance.now() - began;
  at = 0;
  results.replaceChildren(
    ...hits.map((h, k) =>
      el(
        "li",
        {
          role: "option",
          id: "hit" + k,
          "aria-selected": String(k === at),
          onmousedown: (e) => {
            e.preventDefault();
            take(k);
          },
        },
        h.n !== undefined ? badge(classes[E.c[h.n]]) : "▤ ",
        el("span", { text: h.n !== undefined ? E.l[h.n] : indicatorName(h.i) }),
        el("small", {
          text: h.n !== undefined ? [h.also, className(h.n)].filter(Boolean).join(" · ") : t("indicator"),
        }),
      ),
    ),
  );
  if (search.value.trim() && !hits.length)
    results.append(el("li", { class: "none", role: "option", "aria-selected": "false", text: t("nothing") }));
  search.setAttribute("aria-expanded", String(results.children.length > 0));
  mark();
}
function mark() {
  [...results.children].forEach((li, k) => li.setAttribute("aria-selected", String(k === at && hits.length > 0)));
  if (hits.length) search.setAttribute("aria-activedescendant", "hit" + at);
  else search.removeAttribute("aria-activedescendant");
}
function take(k) {
  const h = hits[k];
  close();
  if (h) {
    search.value = "";
    search.blur();
    choose(h.n !== undefined ? { n: iriOf(h.n) } : { i: I[h.i][0] });
  }
}
function close() {
  results.replaceChildren();
  search.setAttribute("aria-expanded", "false");
  search.removeAttribute("aria-activedescendant");
}
search.addEventListener("input", suggest);
search.addEventListener("blur", () => setTimeout(close, 150));
search.addEventListener("keydown", (e) => {
  if (e.key === "ArrowDown" || e.key === "ArrowUp") {
    e.preventDefault();
    at = Math.max(0, Math.min(hits.length - 1, at + (e.key === "ArrowDown" ? 1 : -1)));
    mark();
  }
  if (e.key === "Enter" && hits.length) {
    e.preventDefault();
    take(at);
  }
});

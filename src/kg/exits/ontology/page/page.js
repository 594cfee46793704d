"use strict";
const root = document.documentElement, by = (q) => [...document.querySelectorAll(q)];
const keep = (k, v) => { try { localStorage.setItem(k, v); } catch (e) { /* a file opened without storage */ } };
const kept = (k) => { try { return localStorage.getItem(k); } catch (e) { return null; } };
function speak(lang) {
  root.dataset.lang = lang;
  root.lang = lang === "en" ? "en" : "zh-Hans";
  by("[data-speak]").forEach((b) => b.setAttribute("aria-pressed", String(b.dataset.speak === lang)));
}
by("[data-speak]").forEach((b) => b.addEventListener("click", () => { speak(b.dataset.speak); keep("rkg-lang", b.dataset.speak); }));
speak(kept("rkg-lang") || "both");
function shade(theme) { if (theme) root.dataset.theme = theme; }
shade(kept("rkg-theme"));
document.getElementById("theme").addEventListener("click", () => {
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  shade(dark ? "light" : "dark"); keep("rkg-theme", dark ? "light" : "dark");
});
const box = document.getElementById("search"), items = by("[data-find]").map((e) => [e, e.textContent.toLowerCase()]);
const folds = by("details"), groups = by("main h3, main section > p, main section > div.picture, .tree, .sample, .facts, .meta");
function find() {
  const words = box.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
  document.body.classList.toggle("searching", words.length > 0);
  let hits = 0;
  for (const [e, text] of items) {
    const on = words.every((w) => text.includes(w));
    e.hidden = !on; hits += on;
  }
  groups.forEach((g) => { g.hidden = words.length > 0; });
  folds.forEach((d) => { if (d.dataset.list) { d.open = words.length > 0 && !!d.querySelector("[data-find]:not([hidden])"); d.hidden = words.length > 0 && !d.open; } });
  by("main > section").forEach((s) => { s.hidden = words.length > 0 && !s.querySelector("[data-find]:not([hidden])"); });
  document.getElementById("none").classList.toggle("on", words.length > 0 && !hits);
}
box.addEventListener("input", find);
addEventListener("hashchange", () => {
  const at = document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (at && (at.hidden || at.closest("[hidden]"))) { box.value = ""; find(); at.scrollIntoView(); }
});
window.__ready = true;

// The panel: facts of what is chosen, each with the sentence it was read from.
const panel = byId("facts");
function fill(...kids) {
  panel.replaceChildren(...kids.filter(Boolean));
  byId("panel").scrollTop = 0;
}
const heading = (text, n) => el("h3", {}, text, n === undefined ? null : el("span", { class: "n", text: " " + n }));
function live(text) {
  byId("live").textContent = text;
}

function entityPanel(n) {
  const f = factsOf(n),
    obs = f.obs.filter(obsShown),
    rels = f.rels.filter(relShown),
    atts = f.atts.filter(attShown);
  const parts = [
    el("h2", { class: "title", lang: "zh-Hans", text: E.l[n] }),
    el(
      "p",
      { class: "tag" },
      badge(classes[E.c[n]]),
      className(n) +
        " · " +
        t("mentions_n", E.m[n]) +
        (E.s[n] >= 0 ? " · " + (docs.length > 1 ? shortDoc(sections[E.s[n]][0]) : sectionName(E.s[n])) : ""),
    ),
    E.a[n] ? el("p", { class: "tag", text: t("also") + " " + E.a[n].split("|").join("、") }) : null,
    el(
      "p",
      { class: "actions" },
      el("button", { id: "expand", onclick: () => go({ m: "ego", n: iriOf(n) }) }, t("expand")),
      el(
        "button",
        {
          id: "path",
          onclick: () => {
            state.picking = n;
            notice(t("pick_second"));
            byId("search").focus();
          },
        },
        t("find_path"),
      ),
      el(
        "button",
        { id: "copy", onclick: (e) => copy(location.href.split("#")[0] + address({ n: iriOf(n) }), e.target) },
        t("copy_link"),
      ),
    ),
  ];
  disagreements(obs).forEach((g) => parts.push(sideBySide(g)));
  if (obs.length) {
    parts.push(heading(t("figures"), obs.length));
    const many = new Map();
    obs.forEach((k) => {
      const i = O.i[k];
      many.has(i) ? many.get(i).push(k) : many.set(i, [k]);
    });
    [...many.values()]
      .filter((own) => own.length > 1)
      .slice(0, 4)
      .forEach((own) => {
        const c = charted(own.filter((k) => !isChange(k)));
        if (c) parts.push(el("p", { class: "soft", text: indicatorName(O.i[own[0]]) }), c);
      });
    parts.push(figureTable(obs, { open: obs.length <= 6 ? 3 : 1 }));
  }
  if (atts.length) {
    parts.push(heading(t("attributes"), atts.length));
    atts.slice(0, 80).forEach((k) => parts.push(attributeItem(k, atts.length <= 2 && !obs.length)));
  }
  if (rels.length) {
    parts.push(heading(t("relations"), rels.length));
    const groups = new Map();
    rels.forEach((k) => {
      const key = (R.s[k] === n ? "" : "← ") + label(said[R.p[k]]);
      groups.has(key) ? groups.get(key).push(k) : groups.set(key, [k]);
    });
    let left = 200;
    groups.forEach((own, key) => {
      const block = el(
        "div",
        { class: "relations" },
        el("h4", { text: key + (own.length > 1 ? "  " + own.length : "") }),
      );
      own.slice(0, left).forEach((k) => block.append(relationItem(k, n, rels.length <= 4)));
      left -= Math.min(left, own.length);
      parts.push(block);
    });
    if (rels.length > 200) parts.push(moreInTable(rels.length - 200));
  }
  fill(...parts);
  live(E.l[n] + "，" + className(n) + "，" + t("figures_n", obs.length) + "，" + t("relations_n", rels.length));
}

function indicatorPanel(i) {
  const own = [];
  for (let k = 0; k < size.O; k++) if (O.i[k] === i && obsShown(k)) own.push(k);
  const up = I[i][3],
    levels = own.filter((k) => !isChange(k));
  const parts = [
    el("h2", { class: "title", text: indicatorName(i) }),
    el("p", {
      class: "tag",
      text: [
        state.lang === "en" ? I[i][1] : I[i][2],
        up === 1 ? t("rise_good") : up === -1 ? t("fall_good") : "",
        t("figures_n", own.length),
      ]
        .filter(Boolean)
        .join(" · "),
    }),
  ];
  const ofPlaces = (list) => list.filter((k) => hubSet.has(O.s[k])),
    changes = own.filter(isChange);
  const c = charted(ofPlaces(levels)) || charted(levels) || charted(ofPlaces(changes));
  if (c) parts.push(c);
  disagreements(own).forEach((g) => parts.push(sideBySide(g)));
  parts.push(figureTable(own, { subject: true, open: own.length <= 6 ? 3 : 0 }));
  state.focus = new Set(own.map((k) => O.s[k]));
  fill(...parts);
  live(indicatorName(i) + "，" + t("figures_n", own.length));
}

// what people ask first, each one click from the overview
const is = (column, ...words) => {
  const wanted = new Set(words.map((w) => said.indexOf(w)));
  return (k) => wanted.has(column[k]);
};
const where = (n, test) => {
  const out = [];
  for (let k = 0; k < n; k++) if (test(k)) out.push(k);
  return out;
};
const questions = {
  leads: () => ({ rels: where(size.R, is(R.p, "leadEnterpriseOf", "leads")) }),
  funds: () => ({
    obs: where(size.O, (k) => classes[E.c[O.s[k]]] === "Fund"),
    rest: where(size.E, (n) => classes[E.c[n]] === "Fund" && !factsOf(n).obs.length),
  }),
  fell: () => ({ obs: where(size.O, (k) => isChange(k) && Number(O.v[k]) < 0) }),
  rose: () => ({ obs: where(size.O, (k) => isChange(k) && Number(O.v[k]) > 0) }),
  plans: () => ({
    obs: where(size.O, (k) => said[O.t[k]] !== "achieved"),
    rels: where(size.R, (k) => said[R.t[k]] !== "achieved" && R.d[k] >= 0),
    atts: where(size.A, (k) => said[A.t[k]] !== "achieved"),
  }),
  honours: () => ({ rels: where(size.R, is(R.p, "recognizedAs")) }),
  disagree: () => ({ groups: docs.length > 1 ? disagreements(where(size.O, () => true)) : [] }),
  unread: () => ({ left: where(size.U, () => true) }),
};
const answers = new Map();
function answer(q) {
  const key = q + state.from + state.to + [...state.offRelations];
  if (!answers.has(key)) {
    const a = questions[q]();
    answers.set(key, {
      obs: (a.obs || []).filter(obsShown),
      rels: (a.rels || []).filter(relShown),
      atts: (a.atts || []).filter(attShown),
      rest: a.rest || [],
      groups: a.groups || [],
      left: a.left || [],
    });
  }
  return answers.get(key);
}
const amount = (a) => a.obs.length + a.rels.length + a.atts.length + a.rest.length + a.groups.length + a.left.length;

function questionPanel(q) {
  const a = answer(q),
    parts = [el("h2", { class: "title", text: t("q_" + q) }), el("p", { class: "tag", text: String(amount(a)) })];
  a.groups.slice(0, 40).forEach((g) => parts.push(sideBySide(g)));
  if (a.obs.length) parts.push(figureTable(a.obs, { subject: true, open: a.obs.length <= 6 ? 2 : 0 }));
  if (a.rels.length)
    parts.push(
      heading(t("relations"), a.rels.length),
      ...a.rels.slice(0, 150).map((k) => relationItem(k, undefined, a.rels.length <= 4)),
    );
  if (a.rels.length > 150) parts.push(moreInTable(a.rels.length - 150));
  if (a.atts.length)
    parts.push(heading(t("attributes"), a.atts.length), ...a.atts.slice(0, 80).map((k) => attributeItem(k, false)));
  if (a.rest.length)
    parts.push(el("ul", { class: "names" }, ...a.rest.slice(0, 100).map((n) => el("li", {}, named(n)))));
  a.left.slice(0, 150).forEach((k) =>
    parts.push(
      folded(
        [
          el("b", {
            text:
              Array.from(slice(U.d[k], U.a[k], U.b[k]))
                .slice(0, 40)
                .join("") + " ",
          }),
          el("span", { class: "soft", text: t(said[U.k[k]]) + " · " + said[U.r[k]] }),
        ],
        false,
        () => quote(U.d[k], U.a[k], U.b[k], null, U.r[k]),
      ),
    ),
  );
  if (a.left.length > 150) parts.push(moreInTable(a.left.length - 150));
  state.focus = new Set([
    ...a.obs.map((k) => O.s[k]),
    ...a.rels.flatMap((k) => [R.s[k], R.o[k]]),
    ...a.atts.map((k) => A.e[k]),
    ...a.rest,
  ]);
  if (![...state.focus].some((n) => picture.nodes.has(n))) state.focus = null;
  fill(...parts);
  live(t("q_" + q) + " " + amount(a));
}

function pathPanel(steps, a, b) {
  if (!steps) {
    fill(el("h2", { class: "title", text: t("no_path") }), el("p", {}, named(a), " — ", named(b)));
    live(t("no_path"));
    return;
  }
  const parts = [el("h2", { class: "title", text: t("path_n", steps.length - 1) })];
  steps.forEach(({ n, k }) => {
    parts.push(el("p", { class: "step" }, named(n)));
    if (k >= 0)
      parts.push(
        folded(
          [el("span", { class: "soft", text: (R.s[k] === n ? "→ " : "← ") + label(said[R.p[k]]) }), chip(R.t[k])],
          steps.length <= 4,
          () => quoteOfRelation(k),
        ),
      );
  });
  fill(...parts);
  live(t("path_n", steps.length - 1));
}

// the figures a group says, of whatever thing
function sectionFigures(g) {
  const key = view().groups[g][0],
    said_ = {
      sections: (k) => O.g[k] === g,
      documents: (k) => docName(O.d[k]) === key,
      places: (k) => docs[O.d[k]].p === key,
      classes: (k) => classes[E.c[O.s[k]]] === key,
    }[state.group];
  return where(size.O, (k) => said_(k) && obsShown(k));
}
function sectionPanel(g) {
  const inside = new Set(view().groups[g][1].filter(shown)),
    own = sectionFigures(g),
    c = own.length ? figureTable(own, { subject: true }) : null;
  fill(
    el("h2", { class: "title", text: groupTitle(g) }),
    el("p", { class: "tag", text: t("entities_n", inside.size) + " · " + t("figures_n", own.length) }),
    c && heading(t("figures"), own.length),
    c,
  );
  live(groupTitle(g) + "，" + t("entities_n", inside.size));
}

function copy(text, button) {
  const done = () => {
    const was = button.textContent;
    button.textContent = t("copied");
    setTimeout(() => {
      button.textContent = was;
    }, 1200);
  };
  const byHand = () => {
    const area = el("textarea", { class: "hide" });
    area.value = text;
    document.body.append(area);
    area.select();
    document.execCommand("copy");
    area.remove();
    done();
  };
  if (navigator.clipboard && navigator.clipboard.writeText) navigator.clipboard.writeText(text).then(done, byHand);
  else byHand();
}

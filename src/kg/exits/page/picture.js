// Which entities a picture draws, and where. A picture: nodes n → {x, y, w (width of its label), left}, pairs, and what lies under them.
const MANY = 110; // entities of one section drawn at once
const view = () => views[state.group];

function emptyPicture(kind) {
  return { kind, nodes: new Map(), pairs: [], heads: [], cards: [], circles: [], title: "", hidden: 0 };
}

function homePicture() {
  const v = view(),
    p = emptyPicture("home"),
    width = new Map();
  v.cards.forEach((c) => {
    p.cards.push(c);
    v.groups[c.g][1].forEach((n) => width.set(n, c.cell - 34));
  });
  v.cross.forEach((n) => width.set(n, 118));
  v.at.forEach(([n, x, y]) => {
    if (shown(n)) p.nodes.set(n, { x, y, w: width.get(n) || 118, big: hubSet.has(n) });
  });
  p.pairs = pairs(p.nodes, 150);
  return p;
}

function clusterPicture() {
  const p = emptyPicture("clusters"),
    d = view().discs;
  p.circles = d.circles;
  p.middle = d.middle;
  d.at.forEach(([n, x, y]) => {
    if (shown(n))
      p.nodes.set(n, {
        x,
        y,
        r: hubSet.has(n) ? (hubs.length > 1 ? 7 : 20) : 4 + Math.max(0, E.d[n]) * 1.1,
        dot: true,
      });
  });
  p.pairs = pairs(p.nodes, 400);
  p.hidden = size.E - d.at.length;
  return p;
}

// all of a group, class by class, flowing down four columns
function sectionPicture(g) {
  const p = emptyPicture("section"),
    members = view().groups[g][1].filter((n) => !hubSet.has(n) && shown(n));
  const best = members
    .slice()
    .sort((a, b) => E.d[b] - E.d[a])
    .slice(0, MANY);
  p.hidden = members.length - best.length;
  p.title = groupTitle(g) + "  " + t("entities_n", members.length);
  p.g = g;
  const kinds = new Map(),
    order = Object.keys(data.labels);
  best.forEach((n) => {
    const c = classes[E.c[n]];
    if (!kinds.has(c)) kinds.set(c, []);
    kinds.get(c).push(n);
  });
  const items = [];
  [...kinds.keys()]
    .sort((a, b) => order.indexOf(a) - order.indexOf(b))
    .forEach((c) => {
      items.push({ head: c, n: kinds.get(c).length });
      kinds.get(c).forEach((n) => items.push({ n }));
    });
  const columns = 4,
    rows = Math.max(8, Math.ceil(items.length / columns) + 1);
  let column = 0,
    row = 0;
  items.forEach((item) => {
    if (row >= rows || (item.head && row >= rows - 1)) {
      column++;
      row = 0;
    }
    const x = -500 + column * 254,
      y = row * 36;
    if (item.head) p.heads.push({ text: label(item.head) + " · " + item.n, x, y, w: 230 });
    else p.nodes.set(item.n, { x: x + 12, y, w: 196 });
    row++;
  });
  p.pairs = pairs(p.nodes, 150);
  return p;
}

// an entity and its neighbours around it, relation by relation
const AROUND = 36;
function neighbours(n) {
  const groups = new Map();
  factsOf(n).rels.forEach((k) => {
    if (!relShown(k)) return;
    const out = R.s[k] === n,
      other = out ? R.o[k] : R.s[k],
      key = (out ? ">" : "<") + R.p[k];
    if (other === n || !shown(other)) return;
    if (!groups.has(key)) groups.set(key, new Map());
    const own = groups.get(key);
    own.has(other) ? own.get(other).push(k) : own.set(other, [k]);
  });
  return [...groups.entries()]
    .map(([key, own]) => ({
      out: key[0] === ">",
      p: Number(key.slice(1)),
      own: [...own.entries()].sort((a, b) => E.d[b[0]] - E.d[a[0]]),
    }))
    .sort((a, b) => a.own.length - b.own.length || E.d[b.own[0][0]] - E.d[a.own[0][0]]);
}

function egoPicture(n) {
  const p = emptyPicture("ego"),
    found = neighbours(n),
    around = [],
    seen = new Set([n]);
  // every relation has its turn before the long ones fill up
  const share = Math.max(3, Math.floor(AROUND / Math.max(1, found.length)));
  found.forEach((g) =>
    g.own
      .slice(0, found.length > 1 ? Math.max(share, AROUND - around.length - 3 * found.length) : AROUND)
      .forEach(([o]) => {
        if (!seen.has(o) && around.length < AROUND) {
          seen.add(o);
          around.push(o);
        }
      }),
  );
  const all = new Set(found.flatMap((g) => g.own.map((x) => x[0])));
  p.hidden = all.size - around.length;
  p.centre = n;
  p.nodes.set(n, { x: 0, y: 0, w: 260, big: false, centre: true });
  const right = Math.ceil(around.length / 2);
  around.forEach((o, k) => {
    const isRight = k < right,
      j = isRight ? k : around.length - 1 - k,
      m = isRight ? right : around.length - right;
    const u = m === 1 ? 0 : (j / (m - 1)) * 2 - 1,
      height = Math.min(420, 30 + m * 22);
    p.nodes.set(o, {
      x: (isRight ? 1 : -1) * (230 + 110 * Math.sqrt(Math.max(0, 1 - u * u))),
      y: u * height,
      w: 240,
      left: !isRight,
    });
  });
  p.pairs = pairs(p.nodes, 200, n);
  p.title = E.l[n];
  return p;
}

// the shortest way between two, if possible without the places everything hangs on
function route(a, b) {
  const search = (avoid) => {
    const from = new Map([[a, null]]);
    let line = [a];
    while (line.length && !from.has(b)) {
      const next = [];
      for (const n of line)
        for (const k of factsOf(n).rels) {
          if (!relShown(k)) continue;
          const o = R.s[k] === n ? R.o[k] : R.s[k];
          if (from.has(o) || (o !== b && avoid.has(o)) || state.off.has(E.c[o])) continue;
          from.set(o, [n, k]);
          next.push(o);
        }
      line = next;
    }
    if (!from.has(b)) return null;
    const steps = [{ n: b, k: -1 }];
    for (let n = b; from.get(n); n = from.get(n)[0]) steps.unshift({ n: from.get(n)[0], k: from.get(n)[1] });
    return steps;
  };
  return search(hubSet) || search(new Set());
}

function pathPicture(a, b) {
  const p = emptyPicture("path"),
    steps = route(a, b);
  p.steps = steps;
  const drawn = steps || [{ n: a }, { n: b }];
  const gap = Math.max(190, Math.min(360, 900 / Math.max(1, drawn.length - 1)));
  drawn.forEach(({ n }, k) =>
    p.nodes.set(n, {
      x: (k - (drawn.length - 1) / 2) * gap,
      y: drawn.length > 2 ? (k % 2 ? 60 : -60) : 0,
      w: 240,
      below: true,
    }),
  );
  if (steps) p.pairs = steps.slice(0, -1).map(({ n, k }, i) => ({ a: R.s[k], b: R.o[k], rels: [k] }));
  return p;
}

// pairs of drawn entities that relations join; of the places' own relations only when asked for
function pairs(nodes, most, centre) {
  const found = new Map();
  for (const n of nodes.keys()) {
    if (hubSet.has(n) && n !== centre) continue;
    for (const k of factsOf(n).rels) {
      const o = R.s[k] === n ? R.o[k] : R.s[k];
      if (o === n || !nodes.has(o) || !relShown(k)) continue;
      if (centre !== undefined ? n !== centre && o !== centre : hubSet.has(o) && !state.hub) continue;
      const key = R.s[k] * 1e6 + R.o[k];
      if (!found.has(key)) found.set(key, { a: R.s[k], b: R.o[k], rels: [] });
      if (!found.get(key).rels.includes(k)) found.get(key).rels.push(k);
    }
  }
  return [...found.values()].sort((x, y) => E.d[y.a] + E.d[y.b] - E.d[x.a] - E.d[x.b]).slice(0, state.hub ? 400 : most);
}

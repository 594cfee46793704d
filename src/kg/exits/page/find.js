// Search by hanzi, pinyin, initials and any mixture of them.
let readings = null;
function sounds() {
  if (readings) return readings;
  readings = new Map();
  for (const [syllable, characters] of Object.entries(data.pinyin)) {
    for (const c of characters) readings.has(c) ? readings.get(c).push(syllable) : readings.set(c, [syllable]);
  }
  return readings;
}

// does the query, from q on, say the name from i on? Each character by itself, its whole syllable or its beginning
function says(name, i, query, q) {
  if (q >= query.length) return true;
  if (i >= name.length) return false;
  const c = name[i];
  if (c.toLowerCase() === query[q] && says(name, i + 1, query, q + 1)) return true;
  const own = sounds().get(c);
  if (!own) return /[\u4e00-\u9fffA-Za-z0-9]/.test(c) ? false : says(name, i + 1, query, q); // marks are skipped
  for (const s of own) {
    let k = 0;
    while (k < s.length && q + k < query.length && s[k] === query[q + k]) k++;
    if (q + k >= query.length && k > 0) return true;
    if (k === s.length && says(name, i + 1, query, q + k)) return true;
    if (k >= 1 && says(name, i + 1, query, q + 1)) return true;
  }
  return false;
}

function rank(name, query, latin) {
  const at = name.toLowerCase().indexOf(query);
  if (at >= 0) return at === 0 ? (name.length === query.length ? 0 : 1) : 2;
  if (!latin) return 9;
  const head = query[0];
  for (let i = 0; i < name.length; i++) {
    const own = sounds().get(name[i]);
    if (own ? own.some((s) => s[0] === head) : name[i].toLowerCase() === head) if (says(name, i, query, 0)) return i === 0 ? 3 : 4;
  }
  return 9;
}

function find(raw, most) {
  const query = raw.trim().toLowerCase().replace(/(?<=[a-z]) (?=[a-z])/g, "");
  if (!query) return [];
  const latin = /^[a-z0-9'·\u4e00-\u9fff]+$/.test(query) && /[a-z]/.test(query);
  const hits = [];
  for (let n = 0; n < size.E; n++) {
    let best = rank(E.l[n], query, latin), also = "";
    if (best > 2 && E.a[n]) for (const a of E.a[n].split("|")) { const r = rank(a, query, latin) + 0.5; if (r < best && r < 9) { best = r; also = a; } }
    if (best < 9) hits.push({ n, score: best * 100 - E.d[n], also });
  }
  for (let i = 0; i < I.length; i++) {
    const best = Math.min(rank(I[i][1], query, latin), I[i][2].toLowerCase().includes(query) ? 2 : 9);
    if (best < 9) hits.push({ i, score: best * 100 - (I[i][4] >= 0 ? 4 : 1) });
  }
  return hits.sort((a, b) => a.score - b.score).slice(0, most || 12);
}

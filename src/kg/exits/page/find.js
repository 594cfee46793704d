// Search by hanzi, pinyin, initials and any mixture of them.
let readings = null,
  initials = null,
  names = null;
function learn() {
  if (readings) return;
  readings = new Array(65536).fill(null);
  initials = new Int32Array(65536);
  for (const [syllable, characters] of Object.entries(data.pinyin)) {
    for (const c of characters) {
      const n = c.charCodeAt(0);
      (readings[n] = readings[n] || []).push(syllable);
      initials[n] |= 1 << (syllable.charCodeAt(0) - 97);
    }
  }
  for (let k = 0; k < 26; k++) initials[97 + k] |= 1 << k;
  // a name and its other forms in one string: capitals small, forms apart by |
  names = E.l.map((l, n) => (l + (E.a[n] ? "|" + E.a[n] : "")).toLowerCase());
}

// does the query, from q on, say the name from i on? Each character by itself, its whole syllable or its first letter
function says(name, i, query, q) {
  if (q >= query.length) return true;
  if (i >= name.length) return false;
  const c = name.charCodeAt(i),
    own = readings[c],
    asked = query.charCodeAt(q);
  if (c === 124) return false;
  if (c === asked && says(name, i + 1, query, q + 1)) return true;
  if (own === null)
    return (c >= 0x4e00 && c <= 0x9fff) || (c >= 97 && c <= 122) || (c >= 48 && c <= 57)
      ? false
      : says(name, i + 1, query, q); // marks are skipped
  for (const s of own) {
    if (s.charCodeAt(0) !== asked) continue;
    let k = 1;
    while (k < s.length && q + k < query.length && s[k] === query[q + k]) k++;
    if (q + k >= query.length || (k === s.length && says(name, i + 1, query, q + k)) || says(name, i + 1, query, q + 1))
      return true;
  }
  return false;
}

// how well a name answers: 0 is the name, 1 begins so, 2 holds it, 3 and 4 the same by sound; half more for another form
function rank(name, query, bit) {
  const at = name.indexOf(query),
    end = name.indexOf("|"),
    first = end < 0 ? name.length : end;
  if (at >= 0)
    return (at === 0 ? (first === query.length ? 0 : 1) : name[at - 1] === "|" ? 1 : 2) + (at > first ? 0.5 : 0);
  if (bit)
    for (let i = 0; i < name.length; i++)
      if ((initials[name.charCodeAt(i)] & bit) !== 0 && says(name, i, query, 0))
        return (i === 0 ? 3 : 4) + (i > first ? 0.5 : 0);
  return 9;
}

let before = { query: "", all: [] };
function find(raw, most) {
  const query = raw
    .trim()
    .toLowerCase()
    .replace(/(?<=[a-z]) (?=[a-z])/g, "");
  if (!query) return [];
  learn();
  const bit = /^[a-z]/.test(query)
    ? 1 << (query.charCodeAt(0) - 97)
    : /[a-z]/.test(query) && readings[query.charCodeAt(0)]
      ? initials[query.charCodeAt(0)]
      : 0;
  const best = []; // the first `most`, in order
  const offer = (hit) => {
    if (best.length === most && hit.score >= best[most - 1].score) return;
    let k = best.length;
    while (k > 0 && best[k - 1].score > hit.score) k--;
    best.splice(k, 0, hit);
    if (best.length > most) best.pop();
  };
  // what holds a longer query holds its beginning: while one types, only what matched before is looked at
  const narrowed = before.query && query.startsWith(before.query) ? before.all : null,
    all = [];
  const look = (n) => {
    const r = rank(names[n], query, bit);
    if (r < 9)
      offer({
        n,
        score: r * 100 + Math.min(40, E.l[n].length) * 0.8 - 2 * E.d[n],
        also: r % 1 ? E.a[n].split("|")[0] : "",
      });
    if (r < 9) all.push(n);
  };
  if (narrowed) narrowed.forEach(look);
  else for (let n = 0; n < size.E; n++) look(n);
  before = { query, all };
  for (let i = 0; i < I.length; i++) {
    const r = Math.min(
      rank((I[i][1] + (I[i][5] ? "|" + I[i][5] : "")).toLowerCase(), query, bit),
      I[i][2].toLowerCase().replace(/ /g, "").includes(query) ? 2 : 9,
    );
    if (r < 9) offer({ i, score: r * 100 + I[i][1].length * 0.8 - (I[i][4] >= 0 ? 6 : 0) });
  }
  return best;
}

// The ranking: filter, sort, search.

const STEP = 100;
const filters = { search: "", verdicts: new Set(), grade: 0, shows: "", warned: false };
const sorting = { key: "rank", down: false };
const COLUMNS = ["rank", "candidate", "score", "verdict", "grade", "missing_short", "warning"];
const [SCORE, GRADE, VERDICT, REASONS, MISSING, RANGE, PLACE] = [0, 1, 2, 3, 4, 5, 6];
let limit = STEP;
let found = [];
let texts = null; // folded text of every CV, once a search has asked for it

const plain = (text) => text.normalize("NFD").replaceAll(/\p{M}/gu, "").toLowerCase();
const NAMES = INDEX.map((row) => plain(row.path));
const fitOf = (candidate, role = state.role) => INDEX[candidate].fit[role];

const orderedBy = (fit) => fit[PAGE.purpose ? PLACE : SCORE];

// Place of each candidate in each role's ranking; equal ones keep the order of the files.
const PLACES = Object.fromEntries(Object.keys(PAGE.roles).map((role) => {
  const order = INDEX.map((_, candidate) => candidate).filter((candidate) => fitOf(candidate, role));
  order.sort((a, b) => orderedBy(fitOf(b, role)) - orderedBy(fitOf(a, role)) || a - b);
  return [role, { order, rank: new Map(order.map((candidate, place) => [candidate, place + 1])) }];
}));

function matches(candidate) {
  const row = INDEX[candidate], fit = fitOf(candidate);
  if (filters.verdicts.size && !filters.verdicts.has(fit[VERDICT])) return false;
  if (fit[GRADE] < filters.grade) return false;
  if (filters.shows && !row.labels.includes(PAGE.labels.indexOf(filters.shows))) return false;
  if (filters.warned && !row.warnings.length) return false;
  const words = plain(filters.search).split(/\s+/).filter(Boolean);
  return words.every((part) => NAMES[candidate].includes(part) || (texts !== null && texts[candidate].includes(part)));
}

const KEYS = {
  rank: (candidate) => PLACES[state.role].rank.get(candidate),
  candidate: (candidate) => nameOf(INDEX[candidate]),
  score: (candidate) => fitOf(candidate)[SCORE],
  verdict: (candidate) => [2, 0, 1][fitOf(candidate)[VERDICT]],
  grade: (candidate) => fitOf(candidate)[GRADE],
  missing_short: (candidate) => fitOf(candidate)[MISSING],
  warning: (candidate) => INDEX[candidate].warnings.length,
};

function compare(a, b) {
  const x = KEYS[sorting.key](a), y = KEYS[sorting.key](b);
  const order = typeof x === "string" ? x.localeCompare(y, state.language, { numeric: true }) : x - y;
  return (sorting.down ? -order : order) || KEYS.rank(a) - KEYS.rank(b);
}

function drawList() {
  found = PLACES[state.role].order.filter(matches).sort(compare);
  const reading = filters.search !== "" && texts === null ? ` · ${word("loading")}` : "";
  byId("count").textContent = word("count", { shown: found.length, all: PLACES[state.role].order.length }) + reading;
  byId("none").hidden = found.length > 0;
  byId("ranking").hidden = found.length === 0;
  drawHeads();
  byId("rows").replaceChildren(...found.slice(0, limit).map(listRow));
  byId("more").hidden = found.length <= limit;
}

function showMore(step) {
  const before = limit;
  limit += step;
  byId("rows").append(...found.slice(before, limit).map(listRow));
  byId("more").hidden = found.length <= limit;
}

function drawHeads() {
  const heads = COLUMNS.map((key) => {
    const sort = sorting.key !== key ? "none" : sorting.down ? "descending" : "ascending";
    const arrow = el("span", { class: "arrow", "aria-hidden": "true" }, { none: "↕", ascending: "↑", descending: "↓" }[sort]);
    return el("th", { role: "columnheader", scope: "col", class: `col-${key}`, "aria-sort": sort },
      el("button", { type: "button", "data-sort": key, on: { click: () => sortBy(key) } }, word(key), arrow));
  });
  byId("heads").replaceChildren(...heads);
}

function sortBy(key) {
  const rising = ["rank", "candidate", "missing_short"].includes(key);
  sorting.down = sorting.key === key ? !sorting.down : !rising;
  sorting.key = key;
  drawList();
  byId("heads").querySelector(`[data-sort="${key}"]`).focus();
}

function listRow(candidate) {
  const row = INDEX[candidate], fit = fitOf(candidate);
  const cell = (key, ...children) => el("td", { role: "cell", class: `col-${key}`, "data-name": word(key) }, ...children);
  const reasons = fit[REASONS].length ? fit[REASONS].map((name) => say("features", name)).join(" · ") : word("nothing_strong");
  return el("tr", { role: "row", "data-candidate": candidate },
    cell("rank", String(KEYS.rank(candidate))),
    cell("candidate", el("a", { href: address(candidate), title: row.path }, nameOf(row)), el("span", { class: "reasons" }, reasons)),
    cell("score", el("span", { class: "score" }, el("span", { class: "figure" }, percent(fit[SCORE])), scoreMeter(fit))),
    cell("verdict", verdictBadge(PAGE.verdicts[fit[VERDICT]])),
    cell("grade", gradeDots(fit[GRADE])),
    cell("missing_short", el("span", { title: word("missing_count", { n: fit[MISSING] }) }, String(fit[MISSING]))),
    cell("warning", ...row.warnings.map((code) => warningMark(code))));
}

// The score as a bar, with a band for its range.
function scoreMeter(fit) {
  const shape = { class: `meter meter-${fit[VERDICT]}`, "--share": (fit[SCORE] / 100).toFixed(4) };
  if (fit[RANGE] === null) return el("span", { ...shape, "aria-hidden": "true" });
  const words = word("range_of_score", { range: percentRange(fit[RANGE]) });
  const [low, high] = fit[RANGE].map((end) => (end / 100).toFixed(4));
  return el("span", { ...shape, role: "img", "aria-label": words, title: words },
    el("span", { class: "band", "--low": low, "--high": high }));
}

function warningMark(code) {
  const icon = svg("svg", { viewBox: "0 0 16 16", class: "icon", "aria-hidden": "true" }, svg("path", { d: "M8 2 15 14H1zM8 6.5v3.2M8 11.8v.2" }));
  return el("span", { class: "warning-mark", title: say("warnings", code) }, icon, unseen(say("warnings", code)));
}

function drawFilters() {
  const chips = PAGE.verdicts.map((verdict, number) => {
    const toggle = () => { filters.verdicts.delete(number) || filters.verdicts.add(number); filtersChanged(); };
    return el("button", { type: "button", class: "chip", "data-verdict": verdict, "aria-pressed": filters.verdicts.has(number), on: { click: toggle } },
      say("verdicts", verdict));
  });
  byId("verdicts").replaceChildren(chips[0], chips[2], chips[1]);
  byId("grade").replaceChildren(el("option", { value: 0 }, word("any")),
    ...[1, 2, 3].map((grade) => el("option", { value: grade }, grade < 3 ? word("grade_at_least", { grade }) : "3")));
  byId("grade").value = filters.grade;
  const groups = Object.entries(PAGE.families).map(([family, labels]) =>
    el("optgroup", { label: say("families", family) }, ...labels.map((label) => el("option", { value: label }, say("labels", label)))));
  byId("shows").replaceChildren(el("option", { value: "" }, word("shows_any")), ...groups);
  byId("shows").value = filters.shows;
  byId("warned").setAttribute("aria-pressed", filters.warned);
}

function filtersChanged() {
  const active = document.activeElement?.dataset ?? {};
  limit = STEP;
  drawFilters();
  drawLabels();
  drawList();
  // what was pressed has been drawn anew: give it the focus back
  if (active.verdict) byId("verdicts").querySelector(`[data-verdict="${active.verdict}"]`).focus();
  if (active.label) byId("by-label").querySelector(`[data-label="${active.label}"]`).focus();
}

async function loadTexts() {
  if (texts !== null || loadTexts.started) return;
  loadTexts.started = true;
  const all = [];
  for (let number = 0; number < CHUNKS.length; number += 1) {
    // not through the cache: texts alone are kept
    for (const detail of await unpack(number)) all.push(plain(detail.parts.map(([text]) => text).join("").replaceAll(/\s+/g, " ")));
  }
  texts = all;
  if (filters.search) drawList();
}

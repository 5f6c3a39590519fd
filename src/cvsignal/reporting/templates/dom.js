// Elements from code: text goes in as text, never as markup, so that words of a CV cannot become part of the page.

const readJson = (id) => JSON.parse(document.getElementById(id).textContent);
const PAGE = readJson("page-data");
const INDEX = readJson("index-data");
const byId = (id) => document.getElementById(id);

const state = { language: PAGE.language, role: Object.keys(PAGE.roles)[0], open: null };

function fill(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || (value === false && !name.startsWith("aria-"))) continue;
    if (name === "on") for (const [event, act] of Object.entries(value)) element.addEventListener(event, act);
    else if (name.startsWith("--")) element.style.setProperty(name, value);
    else element.setAttribute(name, value);
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined && child !== false));
  return element;
}

const el = (tag, attributes = {}, ...children) => fill(document.createElement(tag), attributes, children);
const svg = (tag, attributes = {}, ...children) =>
  fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
const unseen = (text) => el("span", { class: "unseen" }, text);

// Words in the language of the page.
function say(table, key) {
  const words = Object.hasOwn(PAGE.words[table], key) ? PAGE.words[table][key] : null;
  return words ? words[state.language] : String(key).replaceAll(/[_-]/g, " ");
}

function word(key, values = {}) {
  const number = (value) => (typeof value === "number" ? value.toLocaleString(state.language) : value);
  return say("page", key).replaceAll(/\{(\w+)\}/g, (_, name) => number(values[name]));
}

const nameOf = (row) => (PAGE.blind ? `${word("candidate")} ${row.name}` : row.name);
const title = (words) => words[state.language] ?? words.en;
const decimal = (value, digits = 1) =>
  value.toLocaleString(state.language, { minimumFractionDigits: digits, maximumFractionDigits: digits });
const signed = (value) => (value < 0 ? "−" : "+") + decimal(Math.abs(value), 2);
// No estimate is certain: never 0 or 100.
const percent = (score) => (score > 99 ? ">\u202f99\u00a0%" : score < 1 ? "<\u202f1\u00a0%" : `${Math.round(score)}\u00a0%`);
// One figure where both ends read the same.
const percentRange = (ends) => {
  const [low, high] = ends.map(percent);
  return low === high ? high : `${low.replace(/\u00a0%$/, "")}–${high}`;
};
const share = (part) => `${Math.round(part * 100)}\u00a0%`;
const familyOf = (label) => Object.keys(PAGE.families).find((name) => PAGE.families[name].includes(label)) ?? "background";

const ICONS = {
  "fit": "M3 8.5 6.5 12 13 4.5",
  "no fit": "M3.5 8h9",
  "to be read by a person": "M1.5 8S4 3.8 8 3.8 14.5 8 14.5 8 12 12.2 8 12.2 1.5 8 1.5 8zM8 6.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6z",
};

function verdictBadge(verdict) {
  const icon = svg("svg", { viewBox: "0 0 16 16", class: "icon", "aria-hidden": "true" }, svg("path", { d: ICONS[verdict] }));
  return el("span", { class: `verdict verdict-${PAGE.verdicts.indexOf(verdict)}` }, icon, say("verdicts", verdict));
}

function gradeDots(grade) {
  const dots = [1, 2, 3].map((step) => svg("circle", { cx: step * 12 - 6, cy: 6, r: 4, class: step <= grade ? "on" : "off" }));
  const meaning = `${grade}/3, ${say("grades", String(grade))}`;
  return el("span", { class: "grade", title: meaning },
    svg("svg", { viewBox: "0 0 36 12", "aria-hidden": "true" }, ...dots), unseen(meaning));
}

// Masked words of a blind report, as a quiet bar.
const shown = (text) =>
  text.split(/(█+)/).map((part) => (part.startsWith("█") ? el("span", { class: "masked" }, unseen(word("masked"))) : part));

// Details: unpacked a chunk at a time, kept.
const CHUNKS = document.getElementsByClassName("chunk");
const unpacked = new Map();

async function unpack(number) {
  const bytes = Uint8Array.from(atob(JSON.parse(CHUNKS[number].textContent)), (sign) => sign.charCodeAt(0));
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
  return JSON.parse(await new Response(stream).text());
}

function chunk(number) {
  if (!unpacked.has(number)) unpacked.set(number, unpack(number));
  return unpacked.get(number);
}

const detailOf = async (candidate) => (await chunk(Math.floor(candidate / PAGE.chunk)))[candidate % PAGE.chunk];

// The page as a whole: language, appearance, role, which view is open. The address holds role and candidate.

const remember = (key, value) => { try { localStorage.setItem(`cvsignal.${key}`, value); } catch { /* not allowed from disk here */ } };
const recall = (key) => { try { return localStorage.getItem(`cvsignal.${key}`); } catch { return null; } };

function address(candidate, role = state.role) {
  const parts = new URLSearchParams({ role });
  if (candidate !== null) parts.set("candidate", candidate);
  return `#${parts}`;
}

function drawWords() {
  document.documentElement.lang = state.language;
  document.title = `${word("title")} · cvsignal`;
  for (const element of document.querySelectorAll("[data-word]")) element.textContent = word(element.dataset.word);
  for (const element of document.querySelectorAll("[data-word-label]")) element.setAttribute("aria-label", word(element.dataset.wordLabel));
  for (const element of document.querySelectorAll("[data-word-placeholder]")) element.placeholder = word(element.dataset.wordPlaceholder);
  for (const button of document.querySelectorAll("[data-language]")) button.setAttribute("aria-pressed", button.dataset.language === state.language);
  const { read, failed } = PAGE.overview;
  const lead = [word(failed ? "lead" : "lead_all", { read, failed })];
  if (read > INDEX.length) lead.push(word("left_out", { shown: INDEX.length, read }));
  byId("lead").textContent = lead.join(" ");
  byId("blind").hidden = !PAGE.blind;
  byId("emphasis").hidden = !PAGE.purpose;
  if (PAGE.purpose) byId("emphasis").textContent = word("emphasis", { purpose: say("purposes", PAGE.purpose) });
  byId("made").textContent = word("made", PAGE.made);
}

function drawRoles() {
  byId("roles").replaceChildren(...Object.entries(PAGE.roles).map(([role, { title: words }]) =>
    el("button", { type: "button", "data-role": role, "aria-pressed": role === state.role, on: { click: () => { location.hash = address(null, role); } } }, title(words))));
}

function drawFailures() {
  const hidden = PAGE.overview.failed - PAGE.failures.length;
  const rows = PAGE.failures.map(({ name, path, code, message }) =>
    el("tr", {}, el("th", { scope: "row", title: path }, nameOf({ name })), el("td", {}, say("failures", code), el("span", { class: "soft", lang: "en" }, message))));
  const head = el("tr", {}, el("th", { scope: "col" }, word("file")), el("th", { scope: "col" }, word("reason")));
  const count = PAGE.overview.failed;
  byId("failures").hidden = count === 0;
  byId("failures").replaceChildren(el("summary", {}, count === 1 ? word("failure_one") : word("failures", { n: count })),
    el("table", { class: "failures" }, el("thead", {}, head), el("tbody", {}, ...rows)), ...(hidden > 0 ? [el("p", { class: "soft" }, word("failures_more", { n: hidden }))] : []));
}

function drawAll() {
  drawWords();
  drawRoles();
  drawDistribution();
  drawFilters();
  drawLabels();
  drawList();
  drawFailures();
}

let scrolled = 0;

async function follow() {
  const parts = new URLSearchParams(location.hash.slice(1));
  const role = parts.get("role");
  const candidate = parts.has("candidate") ? Number(parts.get("candidate")) : null;
  const before = state.open, beforeRole = state.role;
  if (role !== null && Object.hasOwn(PAGE.roles, role)) state.role = role;
  state.open = Number.isInteger(candidate) && INDEX[candidate] && fitOf(candidate) ? candidate : null;
  if (before === null && state.open !== null) scrolled = scrollY;
  if (state.role !== beforeRole) drawAll();
  byId("view-list").hidden = state.open !== null;
  byId("view-candidate").hidden = state.open === null;
  document.body.classList.toggle("reading", state.open !== null);
  if (state.open !== null) await openCandidate(before, beforeRole);
  else if (before !== null) comeBack(before);
  else if (state.role !== beforeRole) byId("roles").querySelector("[aria-pressed=true]").focus();
}

async function openCandidate(before, beforeRole) {
  await drawCandidate(state.open);
  if (before === state.open && beforeRole !== state.role) {
    byId("view-candidate").querySelector(".role-score[aria-pressed=true]")?.focus();
    return;
  }
  scrollTo(0, 0);
  byId("candidate-name")?.focus({ preventScroll: true });
}

function comeBack(candidate) {
  byId("view-candidate").replaceChildren();
  scrollTo(0, scrolled);
  const link = byId("rows").querySelector(`[data-candidate="${candidate}"] a`);
  (link ?? byId("candidates")).focus({ preventScroll: link !== null }); // another role's list may not show it yet
}

function setLanguage(language) {
  state.language = language;
  remember("language", language);
  drawAll();
  if (state.open !== null) drawCandidate(state.open);
}

function setTheme(theme) {
  if (theme === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  byId("theme").value = theme;
  remember("theme", theme);
}

function wire() {
  for (const button of document.querySelectorAll("[data-language]")) button.addEventListener("click", () => setLanguage(button.dataset.language));
  byId("theme").addEventListener("change", (event) => setTheme(event.target.value));
  byId("print").addEventListener("click", () => print());
  byId("search").addEventListener("input", (event) => { filters.search = event.target.value; limit = STEP; loadTexts(); drawList(); });
  byId("grade").addEventListener("change", (event) => { filters.grade = Number(event.target.value); filtersChanged(); });
  byId("shows").addEventListener("change", (event) => { filters.shows = event.target.value; filtersChanged(); });
  byId("warned").addEventListener("click", () => { filters.warned = !filters.warned; filtersChanged(); });
  byId("filters").addEventListener("submit", (event) => event.preventDefault());
  byId("filters").addEventListener("reset", () => {
    Object.assign(filters, { search: "", verdicts: new Set(), grade: 0, shows: "", warned: false });
    filtersChanged();
  });
  byId("more").addEventListener("click", () => {
    const first = limit;
    showMore(STEP);
    byId("rows").children[first]?.querySelector("a").focus();
  });
  byId("skip").addEventListener("click", (event) => {
    event.preventDefault(); // the address holds the view, not a place in it
    byId(state.open === null ? "candidates" : "candidate-name").focus();
  });
  addEventListener("hashchange", follow);
  addEventListener("beforeprint", () => { if (state.open === null) showMore(INDEX.length); });
  addEventListener("keydown", (event) => { if (event.key === "Escape" && state.open !== null) location.hash = address(null); });
}

const wantedLanguage = recall("language");
if (wantedLanguage === "en" || wantedLanguage === "fr") state.language = wantedLanguage;
setTheme(recall("theme") ?? "auto");
wire();
drawAll();
follow();

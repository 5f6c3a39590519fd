// One candidate: scores with their reasons beside the text that they rest on.

async function drawCandidate(candidate) {
  const view = byId("view-candidate");
  view.replaceChildren(el("p", { class: "soft" }, word("loading")));
  let detail;
  try {
    detail = await detailOf(candidate);
  } catch (error) {
    view.replaceChildren(backLink(), el("p", { class: "card note" }, word("old_browser")));
    throw error;
  }
  if (state.open !== candidate) return;
  view.replaceChildren(
    candidateHead(candidate, detail),
    el("div", { class: "columns" },
      el("div", { class: "reasons-column" },
        warningsCard(detail), reasonsCard(candidate, detail), missingCard(detail), purposeCard(detail), evidenceCard(detail)),
      textCard(candidate, detail)));
}

const backLink = () => el("a", { href: address(null), class: "back" }, "← ", word("back"));

function candidateHead(candidate, detail) {
  const row = INDEX[candidate];
  const pages = detail.pages === null ? null : detail.pages === 1 ? word("page_one") : word("pages", { n: detail.pages });
  const place = word("place", { rank: KEYS.rank(candidate), all: PLACES[state.role].order.length });
  const facts = [place, pages, word("written_in", { language: say("languages", row.language) })].filter(Boolean).join(" · ");
  return el("header", { class: "candidate-head" },
    el("nav", { class: "no-print" }, backLink(), el("span", { class: "steps" }, stepLink(candidate, -1), stepLink(candidate, 1))),
    el("h2", { id: "candidate-name", tabindex: "-1" }, nameOf(row)),
    el("p", { class: "soft" }, facts, row.link && el("a", { href: row.link, class: "file no-print" }, word("open_file"))),
    el("div", { class: "role-scores", role: "group", "aria-label": word("role") },
      ...Object.keys(row.fit).map((role) => roleScore(candidate, role, detail))));
}

function stepLink(candidate, step) {
  const order = found.includes(candidate) ? found : PLACES[state.role].order;
  const next = order[order.indexOf(candidate) + step];
  const words = step < 0 ? ["← ", word("previous")] : [word("next"), " →"];
  return next === undefined ? el("span", { class: "step", "aria-disabled": "true" }, ...words) : el("a", { class: "step", href: address(next) }, ...words);
}

function roleScore(candidate, role, detail) {
  const fit = fitOf(candidate, role);
  const counted = detail.fit[role].counted;
  const choose = () => { location.hash = address(candidate, role); };
  return el("button", { type: "button", class: "role-score", "data-role": role, "aria-pressed": role === state.role, on: { click: choose } },
    el("span", { class: "role-name" }, title(PAGE.roles[role].title)),
    el("span", { class: "big" }, percent(fit[SCORE])),
    el("span", { class: "ranged" }, scoreMeter(fit),
      fit[RANGE] !== null && el("span", { class: "range", "aria-hidden": "true", title: word("help_range") },
        word("range"), " ", percentRange(fit[RANGE]))),
    el("span", { class: "role-facts" }, verdictBadge(PAGE.verdicts[fit[VERDICT]]), gradeDots(fit[GRADE])),
    counted !== null && el("span", { class: "counted" },
      el("span", {}, word("visible_score"), " ", el("b", {}, percent(fit[SCORE]))),
      el("span", {}, word("hidden_score"), " ", el("b", {}, percent(counted)))));
}

function warningsCard(detail) {
  if (!detail.warnings.length && !detail.hidden.length) return null;
  const items = detail.warnings.map(([code, message]) =>
    el("li", {}, Object.hasOwn(PAGE.words.warnings, code) ? say("warnings", code) : shown(message)));
  const hidden = detail.hidden.map(([text, reason, page]) => el("li", {},
    el("q", { class: "hidden-text" }, shown(text)), el("span", { class: "soft" }, " ", [reason, page && word("hidden_page", { n: page })].filter(Boolean).join(", "))));
  return el("section", { class: "card warned" }, el("h3", {}, word("warnings")), el("ul", {}, ...items),
    hidden.length > 0 && el("details", { class: "hidden-list" }, el("summary", {}, word("hidden_text")), el("ul", {}, ...hidden)));
}

// Bars in a row: each starts where the one before ends, so that the last ends at the score's logit.
function reasonsCard(candidate, detail) {
  const [base, ...others] = detail.fit[state.role].contributions;
  const speaking = others.filter(([, points]) => Math.abs(points) >= 0.005).sort((a, b) => Math.abs(b[1]) - Math.abs(a[1]));
  const silent = others.filter(([, points]) => Math.abs(points) < 0.005);
  const steps = [];
  let at = 0;
  for (const part of [base, ...speaking]) steps.push({ part, from: at, to: (at += part[1]) });
  const logit = [base, ...others].reduce((sum, [, points]) => sum + points, 0);
  const ends = steps.map(({ to }) => to);
  const low = Math.min(0, ...ends), span = Math.max(0, ...ends) - low || 1;
  const place = (value) => ((value - low) / span).toFixed(4);
  return el("section", { class: "card" }, el("h3", {}, word("why")), el("p", { class: "soft" }, word("why_text")),
    el("ul", { class: "bars", "--zero": place(0) }, ...steps.map((step) => reasonBar(step, place))),
    el("p", { class: "sum" }, el("b", {}, word("sum")), el("span", {}, word("sum_text", { logit: signed(logit), score: decimal(fitOf(candidate)[SCORE]) }))),
    silent.length > 0 && el("details", {}, el("summary", {}, word("silent", { n: silent.length })),
      el("p", { class: "soft" }, silent.map(([name]) => say("features", name)).join(" · "))));
}

function reasonBar({ part: [name, points, evidence], from, to }, place) {
  const ends = { "--from": place(Math.min(from, to)), "--to": place(Math.max(from, to)) };
  const words = [el("span", { class: "reason-name" }, say("features", name)),
    el("span", { class: "track", "aria-hidden": "true" }, el("span", { class: points < 0 ? "value minus" : "value plus", ...ends })),
    el("span", { class: "figure" }, signed(points))];
  if (!evidence.length) return el("li", {}, el("span", { class: "reason" }, ...words));
  const hint = word("show_evidence", { n: evidence.length });
  return el("li", {}, el("button", { type: "button", class: "reason", title: hint, on: { click: () => light(evidence) } }, ...words, unseen(hint)));
}

function missingCard(detail) {
  const pillars = PAGE.roles[state.role].pillars;
  const items = detail.fit[state.role].missing.map(([name, ownTitle, ownQuestion]) => {
    const known = Object.hasOwn(pillars, name) ? pillars[name] : null;
    return el("li", {}, el("b", {}, known ? title(known.title) : ownTitle), el("p", {}, known ? title(known.question) : ownQuestion));
  });
  return el("section", { class: "card" }, el("h3", {}, word("to_ask")),
    items.length ? el("ul", { class: "questions" }, ...items) : el("p", { class: "soft" }, word("nothing_missing")));
}

function purposeCard(detail) {
  const shares = Object.entries(detail.purpose).filter(([, part]) => part > 0);
  if (!shares.length) return null;
  return el("section", { class: "card" }, el("h3", {}, word("purpose")), el("p", { class: "soft" }, word("purpose_text")),
    el("div", { class: "stack", "aria-hidden": "true" }, ...shares.map(([name, part]) => el("span", { class: `purpose-${name}`, "--share": part }))),
    el("ul", { class: "legend" }, ...shares.map(([name, part]) => el("li", {}, el("span", { class: `swatch purpose-${name}` }), `${say("purposes", name)} ${share(part)}`))));
}

function evidenceCard(detail) {
  const groups = Object.entries(PAGE.families).map(([family, labels]) => {
    const items = detail.evidence.map((item, number) => [item, number]).filter(([item]) => labels.includes(item[0]));
    return items.length ? el("div", { class: `family-${family}` }, el("h4", {}, say("families", family)),
      el("ul", { class: "evidence" }, ...items.map(([item, number]) => evidenceItem(item, number)))) : null;
  });
  return el("section", { class: "card" }, el("h3", {}, word("evidence")),
    ...(detail.evidence.length ? groups : [el("p", { class: "soft" }, word("no_evidence"))]));
}

function evidenceItem([label, assertion, text, , page, confidence], number) {
  const facts = [assertion !== "asserted" && say("assertions", assertion), page && word("on_page", { n: page }),
    word("confidence", { n: Math.round(confidence * 100) })].filter(Boolean).join(" · ");
  return el("li", {}, el("button", { type: "button", class: `quote ${assertion}`, "data-evidence": number, on: { click: () => light([number]) } },
    el("span", { class: "tag" }, say("labels", label)), el("span", { class: "quoted" }, shown(text)), el("span", { class: "soft" }, facts)));
}

function textCard(candidate, detail) {
  const last = new Map();
  detail.parts.forEach(([, numbers], place) => numbers.forEach((number) => last.set(number, place)));
  const pieces = detail.parts.map(([text, numbers], place) => {
    if (!numbers.length) return el("span", {}, shown(text));
    const items = numbers.map((number) => detail.evidence[number]);
    const names = items.map(([label, assertion]) => say("labels", label) + (assertion === "asserted" ? "" : ` (${say("assertions", assertion)})`));
    const ending = numbers.filter((number) => last.get(number) === place);
    return el("mark", { class: `family-${familyOf(items[0][0])} ${items[0][1]}`, title: names.join(" · "), "data-numbers": numbers.join(" ") },
      shown(text), ...ending.map((number) => el("span", { class: "tag" }, names[numbers.indexOf(number)])));
  });
  return el("section", { class: "card text-card", "aria-label": word("text") }, el("h3", {}, word("text")),
    el("div", { class: "cv-text", lang: INDEX[candidate].language, tabindex: "0" }, ...pieces));
}

// Light up evidence in the text and bring the first of it into view.
function light(numbers) {
  const wanted = new Set(numbers.map(String));
  let first = null;
  for (const mark of byId("view-candidate").querySelectorAll("mark")) {
    const lit = mark.dataset.numbers.split(" ").some((number) => wanted.has(number));
    mark.classList.toggle("lit", lit);
    if (lit && first === null) first = mark;
  }
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  first?.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
}

// The overview: scores by verdict, evidence by label.

const WIDE = 460, HIGH = 190, FOOT = 22;

function drawDistribution() {
  const counts = PAGE.overview.scores[state.role];
  const totals = counts.map((bins) => bins.reduce((sum, count) => sum + count, 0));
  const [fit, unfit, person] = totals;
  const text = word("distribution_text", { fit, person, unfit });
  byId("distribution").replaceChildren(
    el("h2", {}, word("distribution")), el("p", { class: "soft" }, word("distribution_note")), tally(totals), histogram(counts, text),
    el("p", { class: "soft" }, word("help_score")));
}

function histogram(counts, text) {
  const bins = counts[0].length;
  const width = WIDE / bins;
  const tallest = Math.max(1, ...counts[0].map((_, bin) => counts.reduce((sum, verdict) => sum + verdict[bin], 0)));
  const bars = [];
  for (let bin = 0; bin < bins; bin += 1) {
    let top = HIGH;
    for (const verdict of [0, 2, 1]) {
      const height = (counts[verdict][bin] / tallest) * (HIGH - 14);
      if (!height) continue;
      top -= height;
      const label = `${bin * 100 / bins}–${(bin + 1) * 100 / bins} %: ${counts[verdict][bin]} ${say("verdicts", PAGE.verdicts[verdict])}`;
      bars.push(svg("rect", { x: bin * width + 1.5, y: top, width: width - 3, height, rx: 1.5, class: `bar-${verdict}` }, svg("title", {}, label)));
    }
  }
  const ticks = [0, 25, 50, 75, 100].map((tick) => svg("text", {
    x: tick / 100 * WIDE, y: HIGH + 16, "text-anchor": tick === 0 ? "start" : tick === 100 ? "end" : "middle" }, String(tick)));
  const ground = svg("line", { x1: 0, x2: WIDE, y1: HIGH + 0.5, y2: HIGH + 0.5 });
  return svg("svg", { viewBox: `0 0 ${WIDE} ${HIGH + FOOT}`, class: "histogram", role: "img", "aria-label": text }, ...bars, ground, ...ticks);
}

function tally(totals) {
  const entries = [0, 2, 1].map((verdict) => el("li", {},
    el("b", {}, totals[verdict].toLocaleString(state.language)),
    el("span", {}, svg("svg", { viewBox: "0 0 10 10", "aria-hidden": "true" }, svg("rect", { width: 10, height: 10, rx: 2, class: `bar-${verdict}` })),
      say("verdicts", PAGE.verdicts[verdict]))));
  return el("ul", { class: "tally" }, ...entries);
}

function drawLabels() {
  const read = Math.max(1, PAGE.overview.read);
  const families = Object.entries(PAGE.families).map(([family, labels]) => el("li", { class: `family family-${family}` },
    el("h3", {}, say("families", family)), el("ul", {}, ...labels.map((label) => labelRow(label, read)))));
  byId("by-label").replaceChildren(
    el("h2", {}, word("by_label")), el("p", { class: "soft" }, word("by_label_text")), el("ul", { class: "families" }, ...families));
}

function labelRow(label, read) {
  const part = PAGE.overview.labels[PAGE.labels.indexOf(label)] / read;
  const bar = svg("svg", { viewBox: "0 0 100 6", preserveAspectRatio: "none", "aria-hidden": "true" },
    svg("rect", { width: 100, height: 6, class: "track" }), svg("rect", { width: part * 100, height: 6, class: "value" }));
  const choose = () => { filters.shows = filters.shows === label ? "" : label; filtersChanged(); };
  return el("li", {}, el("button", { type: "button", class: "label-row", "data-label": label, "aria-pressed": filters.shows === label, on: { click: choose } },
    el("span", {}, say("labels", label)), bar, el("span", { class: "figure" }, share(part))));
}

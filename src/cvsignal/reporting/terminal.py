"""What is shown on the terminal: one CV explained, and the end of a screening."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from rich.console import Group, RenderableType
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from cvsignal.fit import logit_of_score
from cvsignal.reporting.page_data import strongest
from cvsignal.reporting.rows import LedgerRow, ReportOptions, candidate_name, openly, printable
from cvsignal.reporting.wording import FAMILIES, emphasis, say
from cvsignal.roles import Role
from cvsignal.schema import Assessment, Contribution, Evidence, Fit

_STYLES = {"fit": "green", "no fit": "dim", "to be read by a person": "yellow"}
_FAMILY_STYLES = {
    "presence": "cyan",
    "strategy": "blue",
    "measurement": "yellow",
    "crisis": "red",
    "background": "magenta",
}
_BAR = 10  # signs on either side
_LEAST = 0.005  # points that round to nothing
_MOST_QUOTE = 300


def explain(assessment: Assessment, *, language: str = "en") -> RenderableType:
    """One CV: each role's score, verdict, grade and reasons, what to ask, the evidence, the warnings."""
    parts: list[RenderableType] = [_head(assessment, language)]
    parts += [_warning(code, message, language) for code, message in _warnings(assessment)]
    for fit in assessment.fit.values():
        parts += [Text(), _score_line(fit, language), _reasons(fit, assessment, language), _missing(fit, language)]
    parts += [Text(), _evidence(assessment, language)]
    return Group(*parts)


def _head(assessment: Assessment, language: str) -> Text:
    facts = [say("page", "written_in", language).format(language=say("languages", assessment.language, language))]
    if assessment.pages:
        facts.append(_counted("page_one", "pages", assessment.pages, language))
    head = Text(printable(assessment.path or ""), style="bold")
    return head.append(("  " if assessment.path else "") + " · ".join(facts), style="not bold dim")


def _counted(one: str, many: str, number: int, language: str) -> str:
    return say("page", one if number == 1 else many, language).format(n=number)


def _warnings(assessment: Assessment) -> Iterator[tuple[str, str]]:
    for warning in assessment.warnings:
        yield warning.code, warning.message
    for hidden in assessment.hidden:
        yield "", f"({hidden.reason}) {hidden.text}"


def _warning(code: str, message: str, language: str) -> Text:
    words = f"! {message}" if code else f"  {say('page', 'hidden_text', language)} {message}"
    return Text(_short(words), style="yellow")


def _short(words: str) -> str:
    line = " ".join(printable(words).split())
    return line if len(line) <= _MOST_QUOTE else line[: _MOST_QUOTE - 1] + "…"


def _score_line(fit: Fit, language: str) -> Text:
    line = Text(fit.role.replace("_", " ").capitalize(), style="bold")
    line.append(f"  {percent(fit.score)}", style="bold " + _STYLES[fit.verdict])
    if fit.score_range is not None:
        line.append(f" ({percent_range(*fit.score_range)})", style="not bold dim")
    line.append(f"  {say('verdicts', fit.verdict, language)}", style=_STYLES[fit.verdict])
    line.append(
        f"  {say('page', 'grade', language)} {fit.grade}/3, {say('grades', str(fit.grade), language)}", style="not bold"
    )
    if fit.score_if_hidden_counted is not None:
        hidden = say("page", "hidden_score", language)
        line.append(f"\n  {say('page', 'visible_score', language)}: {percent(fit.score)}", style="not bold yellow")
        line.append(f" · {hidden}: {percent(fit.score_if_hidden_counted)}", style="not bold yellow")
    return line


def percent(score: float) -> str:
    """A score for people: no estimate is certain, so never 0 or 100."""
    return ">99 %" if score > 99 else "<1 %" if score < 1 else f"{score:.0f} %"


def percent_range(low: float, high: float) -> str:
    """A range of scores for people: one figure where both ends read the same."""
    ends = percent(low), percent(high)
    return ends[1] if ends[0] == ends[1] else f"{ends[0].removesuffix(' %')}–{ends[1]}"


def _reasons(fit: Fit, assessment: Assessment, language: str) -> RenderableType:
    """The contributions that count as bars around zero, the base first, then the strongest, each with the words that it
    rests on; the sum is the logit.
    """
    base = [c for c in fit.contributions if c.feature == "base"]
    others = sorted((c for c in fit.contributions if c.feature != "base"), key=lambda c: -abs(c.points))
    shown = base + [c for c in others if abs(c.points) >= _LEAST]
    most = max((abs(c.points) for c in shown), default=1.0) or 1.0
    together = say("page", "sum", language)
    wide = max(len(name) for name in (together, *(say("features", c.feature, language) for c in shown)))
    lines = Text(no_wrap=True, overflow="ellipsis")
    for part in shown:
        lines.append(f"{say('features', part.feature, language):<{wide}} ").append(_bar(part.points / most))
        lines.append(f" {part.points:+6.2f}\n").append(_quote(part, assessment))
    lines.append(f"{together:<{wide}} {percent(fit.score):<{2 * _BAR + 1}}").append(
        f" {logit_of_score(fit):+6.2f}", "bold"
    )
    return Padding(lines, (0, 0, 0, 2))


def _bar(share: float) -> Text:
    signs = max(1, round(abs(share) * _BAR)) if share else 0
    left, right = (signs, 0) if share < 0 else (0, signs)
    bar = Text(" " * (_BAR - left)).append("▇" * left, style="red").append("│", style="dim")
    return bar.append("▇" * right, style="green").append(" " * (_BAR - right))


def _quote(part: Contribution, assessment: Assessment) -> Text:
    """The first words that a contribution rests on, as a line of its own; nothing where it rests on none."""
    words = " · ".join(f"“{_short(assessment.evidence[number].text)}”" for number in part.evidence[:2])
    return Text(f"  {words}\n" if words else "", style="dim")


def _missing(fit: Fit, language: str) -> RenderableType:
    if not fit.missing:
        return Padding(Text(say("page", "nothing_missing", language), style="dim"), (0, 0, 0, 2))
    lines = Text(say("page", "to_ask", language), style="italic")
    for item in fit.missing:
        lines.append(f"\n? {item.title}: ", style="not italic bold").append(item.question, style="not italic")
    return Padding(lines, (0, 0, 0, 2))


def _evidence(assessment: Assessment, language: str) -> RenderableType:
    table = Table(
        title=say("page", "evidence", language), title_justify="left", box=None, pad_edge=False, show_header=False
    )
    for no_wrap in (True, False, True):
        table.add_column(no_wrap=no_wrap)
    for family, labels in FAMILIES.items():
        mine = [e for e in assessment.evidence if e.label in labels]
        for item in sorted(mine, key=lambda e: (labels.index(e.label), e.start)):
            table.add_row(*_evidence_cells(item, _FAMILY_STYLES[family], language))
    return table if table.row_count else Text(say("page", "no_evidence", language), style="dim")


def _evidence_cells(item: Evidence, style: str, language: str) -> tuple[Text, ...]:
    words = Text(_short(item.text))
    if item.assertion != "asserted":
        words.append(f"  ({say('assertions', item.assertion, language)})", style="yellow")
    page = "" if item.page is None else " " + say("page", "on_page", language).format(n=item.page)
    return Text(say("labels", item.label, language), style=style), words, Text(item.section + page, style="dim")


def closing(
    tops: Mapping[str, Sequence[Assessment]],
    read: int,
    failed: Mapping[str, int],
    roles: Sequence[Role] = (),
    options: ReportOptions | None = None,
) -> RenderableType:
    """The end of a screening: the top of each ranking with the two strongest reasons, what was read, what failed.

    ``tops`` holds the best by role, best first, none where no ranking was written; ``failed`` counts by reason code.
    """
    options = options or ReportOptions()
    titles = {role.name: role.title["en"] for role in roles}
    parts: list[RenderableType] = []
    for role, best in tops.items():
        if best:
            title = titles.get(role, role.replace("_", " ").capitalize())
            parts += [_ranking(title, role, best, options.blind), *_of_how_many(len(best), read), Text()]
    if tops and options.purpose:
        parts += [Text(emphasis(options.purpose), style="yellow"), Text()]
    return Group(*parts, _counts(read, failed, listed=bool(tops)))


def _of_how_many(shown: int, read: int) -> list[RenderableType]:
    return [Text(f"showing {shown} of {read}", style="dim")] if read > shown else []


def _ranking(title: str, role: str, best: Sequence[Assessment], blind: bool) -> Table:
    table = Table(
        title=escape(title), title_justify="left", title_style="bold", box=None, pad_edge=False, header_style="dim"
    )
    for name, justify in (
        ("", "right"),
        ("file", "left"),
        ("score", "right"),
        ("verdict", "left"),
        ("strongest reasons", "left"),
    ):
        table.add_column(name, justify=justify, overflow="fold")  # type: ignore[arg-type]
    for number, assessment in enumerate(best, 1):
        fit = assessment.fit[role]
        row = LedgerRow(assessment.path or "", assessment.file_sha256, assessment)
        name = candidate_name(row.path, row.sha256) if blind else openly(row).name
        reasons = " · ".join(say("features", feature) for feature in strongest(fit)) or say("page", "nothing_strong")
        verdict = Text(say("verdicts", fit.verdict), style=_STYLES[fit.verdict])
        table.add_row(str(number), Text(name), percent(fit.score), verdict, Text(reasons, style="dim"))
    return table


def _counts(read: int, failed: Mapping[str, int], *, listed: bool) -> Text:
    number = sum(failed.values())
    line = Text(f"{read} {'CV' if read == 1 else 'CVs'} read", style="bold")
    if number:
        line.append(f", {number} could not be read:", style="bold red")
    for code, count in sorted(failed.items(), key=lambda pair: (-pair[1], pair[0])):
        line.append(f"\n  {count:>5}  {code}", style="not bold").append(
            f"  {say('failures', code)}", style="not bold dim"
        )
    if number and listed:
        line.append("\n  Names and reasons are in ranking.csv.", style="not bold")
    return line

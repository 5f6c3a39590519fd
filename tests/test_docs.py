"""Documents that cannot rot: generated blocks are fresh, commands and links exist, the guidelines name every label."""

from __future__ import annotations

import functools
import json
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from tools import model_blocks
from tools.cli_reference import commands, reference
from tools.refresh_docs import BLOCKS, ROOT, blocks, pages, refresh

from cvsignal.corpus import parse_record, record_faults
from cvsignal.schema import LABELS

PAGES = [
    *sorted(ROOT.glob("*.md")),
    *sorted((ROOT / "docs").glob("*.md")),
    *sorted((ROOT / "data" / "annotated").glob("*.md")),
]
RUNS = {"screen-run", "assess-run", "python-run"}  # scores may differ by rounding from machine to machine
GENERATED = [(page, name) for page in pages() for name in blocks(page)]


def ident(value: object) -> str:
    return value.relative_to(ROOT).as_posix() if isinstance(value, Path) else str(value)


def pieces(text: str) -> list[str | int]:
    """Words and numbers by turns; bars are drawn by the numbers."""
    return [int(p) if p.isdigit() else p for p in re.split(r"(\d+)", re.sub(r"[ ▇]+", " ", text))]


@pytest.mark.parametrize(("page", "name"), GENERATED, ids=ident)
def test_generated_blocks_are_fresh(page: Path, name: str) -> None:
    if name == "screen-run" and shutil.which("tesseract") is None:
        pytest.skip("one of the samples is a scan, and there is no Tesseract")
    written, made = blocks(page)[name], BLOCKS[name]()
    if name not in RUNS:
        assert written == made, f"{page.name}: {name} is stale. Run `make docs`."
        return
    pairs = list(zip(pieces(written), pieces(made), strict=True))
    stale = [
        p for p in pairs if (abs(p[0] - p[1]) > 1 if isinstance(p[0], int) and isinstance(p[1], int) else p[0] != p[1])
    ]
    assert not stale, f"{page.name}: {name} is stale. Run `make docs`."


def test_every_block_is_used_somewhere() -> None:
    assert {name for _, name in GENERATED} == set(BLOCKS)


def test_refreshing_writes_what_is_made_and_nothing_else(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("before\n<!-- generated: quality -->\nold\n<!-- end of quality -->\nafter\n", encoding="utf-8")
    assert refresh(page, {"quality": "new\n\nfigures"})
    assert blocks(page) == {"quality": "new\n\nfigures"}
    text = page.read_text(encoding="utf-8")
    assert (text.splitlines()[0], text.splitlines()[-1]) == ("before", "after")
    assert not refresh(page, {"quality": "new\n\nfigures"})


def test_the_quality_block_says_what_model_json_says() -> None:
    metrics = json.loads((model_blocks.SHIPPED / "model.json").read_text(encoding="utf-8"))["metrics"]["test"]
    block = blocks(ROOT / "README.md")["quality"]
    for scores in metrics["evidence"].values():
        assert f"{scores['micro']['f1']:.3f}" in block
    for role, groups in metrics["fit"].items():
        assert f"| `{role}` | all | {groups['all']['cvs']} | {groups['all']['qwk']:.3f} |" in block


def test_every_command_and_option_is_in_the_reference() -> None:
    page = (ROOT / "docs" / "cli.md").read_text(encoding="utf-8")
    assert reference() in page
    for name, command in commands():
        assert f"## `{name}`" in page
        for option in (o for p in command.params for o in p.opts if o.startswith("--") and o != "--help"):
            assert f"`{option}`" in page


@functools.cache
def known() -> dict[str, Any]:
    return dict(commands())


def prose(page: Path) -> str:
    """The text of a document, or of the Markdown cells of a notebook."""
    if page.suffix == ".md":
        return page.read_text(encoding="utf-8")
    cells = json.loads(page.read_text(encoding="utf-8"))["cells"]
    return "\n".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "markdown")


def shown_commands() -> Iterator[tuple[str, str]]:
    """(place, command line) of every cvsignal command in a code block of a document or notebook."""
    for page in [*PAGES, *sorted((ROOT / "notebooks").glob("*.ipynb"))]:
        for line in re.findall(r"^(?:\$ )?(cvsignal .*)$", prose(page), re.MULTILINE):
            yield ident(page), line


@pytest.mark.parametrize(("place", "line"), sorted(set(shown_commands())), ids=ident)
def test_commands_in_documents_exist_with_their_options(place: str, line: str) -> None:
    words = shlex.split(line.replace("[OPTIONS]", ""))
    name = next((" ".join(words[:n]) for n in (3, 2) if " ".join(words[:n]) in known()), None)
    assert name is not None, f"{place}: {line}"
    options = {o for p in known()[name].params for o in (*p.opts, *p.secondary_opts)}
    assert {word.split("=")[0] for word in words if word.startswith("-") and len(word) > 1} <= options, (
        f"{place}: {line}"
    )


def anchors(page: Path) -> set[str]:
    heads = re.findall(r"^#+ (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("page", PAGES, ids=ident)
def test_links_lead_somewhere(page: Path) -> None:
    for target in re.findall(
        r"\]\(([^)\s]+)\)", re.sub(r"```.*?```", "", page.read_text(encoding="utf-8"), flags=re.DOTALL)
    ):
        if target.startswith("http"):
            continue
        path, _, anchor = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        assert there.exists(), target
        if anchor:
            assert anchor in anchors(there), target


def test_files_that_the_architecture_names_exist() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    for name in re.findall(r"`([a-z_/]+(?:/|\.py|\.toml))`", page):
        if name in {"press_officer.toml"}:  # to be written by the reader
            continue
        assert (ROOT / name).exists() or (ROOT / "src" / "cvsignal" / name).exists(), name


def test_the_guidelines_name_every_label_and_their_record_is_valid() -> None:
    page = (ROOT / "data" / "annotated" / "GUIDELINES.md").read_text(encoding="utf-8")
    assert re.findall(r"^- \*\*`(\w+)`\*\*", page, re.MULTILINE) == list(LABELS)
    example = re.search(r"```json\n(.*?)```", page, re.DOTALL)
    assert example is not None
    record = parse_record(example[1].replace("\n", " "))
    assert record_faults(record) == []
    assert record.text[record.spans[0].start : record.spans[0].end] == record.text

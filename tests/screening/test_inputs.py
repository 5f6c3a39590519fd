from __future__ import annotations

import os
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import stand_in
from screening_harness import Run

from cvsignal.errors import ScreeningError
from cvsignal.screening.inputs import Folder, Manifest, Remote, SingleFile, cvs_in, open_source


def paths(source) -> list[str]:
    return sorted(entry.path for entry in source.entries())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Files in two levels, with things that are no CVs."""
    folder = tmp_path / "cvs"
    for name in ("a.pdf", "sub/deep/b", ".hidden", ".git/c.txt", "~$a.docx", "sub/Thumbs.db", "desktop.ini"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(name)
    return folder


def test_a_folder_is_searched_to_its_depths(folder: Path) -> None:
    source = open_source(folder)
    assert isinstance(source, Folder)
    assert paths(source) == ["a.pdf", "sub/deep/b"]
    assert source.locate("sub/deep/b") == str(folder / "sub/deep/b")


def test_a_folder_has_one_name_wherever_it_is_called_from(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder.parent)
    assert open_source("cvs").name == open_source("cvs/").name == open_source(folder).name


def test_the_output_of_an_earlier_screening_holds_no_cvs(run: Run) -> None:
    run.write("a.txt", "one")
    run.out = run.folder / "screening"
    run()
    run.out = run.folder / "other"
    assert run().files == 1
    assert cvs_in(run.folder) == [run.folder / "a.txt"]


def test_links(folder: Path) -> None:
    (folder / "link.pdf").symlink_to(folder / "a.pdf")
    (folder / "broken.pdf").symlink_to(folder / "none")
    (folder / "round").symlink_to(folder)
    found = {entry.path: entry.stamp for entry in open_source(folder).entries()}
    assert sorted(found) == ["a.pdf", "broken.pdf", "link.pdf", "sub/deep/b"]
    assert found["broken.pdf"] == ""
    assert found["link.pdf"] == found["a.pdf"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
def test_a_named_pipe_is_told_and_does_not_hang(run: Run) -> None:
    os.mkfifo(run.folder / "pipe")
    assert [entry.stamp for entry in open_source(run.folder).entries()] == [""]
    assert run().failed == {"timed-out": 1}  # the true reader refuses it at once


def test_a_folder_that_cannot_be_opened_is_told(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    scandir = os.scandir

    def forbid(path: str):
        if str(path).endswith("deep"):
            raise PermissionError(13, "Permission denied")
        return scandir(path)

    monkeypatch.setattr(os, "scandir", forbid)
    assert paths(open_source(folder)) == ["a.pdf", "sub/deep"]


def test_a_forbidden_folder_is_a_failure(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run.write("a.txt", "one")
    run.write("deep/b.txt", "two")
    scandir = os.scandir
    monkeypatch.setattr(os, "scandir", lambda path: scandir("/nowhere" if str(path).endswith("deep") else path))
    assert run().failed == {"unreadable": 1}
    assert run.outcome() == {"a.txt": "ok", "deep": "unreadable"}
    assert run.results[-1].message == "deep: the folder cannot be opened. Check its rights."


def test_one_file(folder: Path) -> None:
    source = open_source(folder / "a.pdf")
    assert isinstance(source, SingleFile)
    assert paths(source) == ["a.pdf"]
    assert source.locate("a.pdf") == str(folder / "a.pdf")


def test_the_cvs_of_a_folder_in_order(folder: Path) -> None:
    assert cvs_in(folder) == [folder / "a.pdf", folder / "sub" / "deep" / "b"]
    with pytest.raises(ScreeningError, match="the folder cannot be opened"):
        cvs_in(folder / "a.pdf")


def test_nothing_there(tmp_path: Path) -> None:
    with pytest.raises(ScreeningError, match=r"none: there is no such file or folder. Check the path."):
        open_source(tmp_path / "none")


def test_a_csv_manifest(folder: Path, tmp_path: Path) -> None:
    manifest = tmp_path / "list.csv"
    manifest.write_text(f'id,path\n1,cvs/a.pdf\n2,"{folder}/sub/deep/b"\n3,\n4,cvs/none.pdf\n', encoding="utf-8-sig")
    source = open_source(manifest)
    assert isinstance(source, Manifest)
    found = {entry.path: bool(entry.stamp) for entry in source.entries()}
    assert found == {"cvs/a.pdf": True, f"{folder}/sub/deep/b": True, "cvs/none.pdf": False}
    assert source.locate("cvs/a.pdf") == str(folder / "a.pdf")
    assert source.locate(f"{folder}/x") == f"{folder}/x"


def test_a_parquet_manifest(folder: Path, tmp_path: Path) -> None:
    pq.write_table(pa.table({"path": ["cvs/a.pdf", None], "n": [1, 2]}), tmp_path / "list.parquet")
    assert paths(open_source(tmp_path / "list.parquet")) == ["cvs/a.pdf"]


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("list.csv", b"file,name\nx,y\n", "no column `path`, only file, name"),
        ("list.csv", b"\xff\xfe\x00", "the manifest cannot be read"),
        ("list.csv", b"", "no column `path`, only none"),
        ("list.parquet", b"no parquet", "the manifest cannot be read"),
    ],
)
def test_a_manifest_that_is_none(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(ScreeningError, match=message):
        list(open_source(tmp_path / name).entries())


def test_a_manifest_is_screened(run: Run, tmp_path: Path) -> None:
    run.write("a.txt", "one")
    manifest = tmp_path / "list.csv"
    manifest.write_text("path\ncvs/a.txt\ncvs/none.txt\n")
    assert run(source=manifest).failed == {"not-found": 1}
    assert run.outcome() == {"a.txt": "ok", "none.txt": "not-found"}


def test_a_url_is_listed_and_screened(run: Run) -> None:
    pytest.importorskip("fsspec", reason="the extra cvsignal[dask] is not installed")
    run.write("a.txt", "one")
    run.write("sub/b.txt", "two")
    run.write(".hidden/c.txt", "three")
    run.write("sub/empty.txt", "")
    url = f"file://{run.folder}"
    source = open_source(url)
    assert isinstance(source, Remote)
    assert paths(source) == [f"{url}/a.txt", f"{url}/sub/b.txt", f"{url}/sub/empty.txt"]
    assert run(source=url).failed == {"empty": 1}
    assert run.results[0].path.startswith(f"{url}/")
    assert stand_in.assessment("one", b"one").file_sha256 in {getattr(r, "file_sha256", "") for r in run.results}
    assert run(source=url).assessed == 0


def test_an_address_of_an_unknown_kind() -> None:
    with pytest.raises(ScreeningError, match="this kind of address cannot be opened"):
        list(open_source("carrier-pigeon://loft/cvs").entries())


def test_an_address_where_nothing_is(tmp_path: Path) -> None:
    pytest.importorskip("fsspec", reason="the extra cvsignal[dask] is not installed")
    with pytest.raises(ScreeningError, match="it cannot be listed"):
        list(open_source(f"file://{tmp_path}/none").entries())

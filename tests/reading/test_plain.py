"""Text as given: not one character changes, and every line points into it."""

from __future__ import annotations

import hashlib
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cvsignal.reading import from_text, read
from cvsignal.reading.plain import decode, tidy


@given(st.text(max_size=400))
def test_from_text_keeps_every_character(text: str) -> None:
    document = from_text(text)
    assert document.text == text
    assert document.soft_breaks <= {line.end for line in document.lines}
    for line in document.lines:
        assert text[line.start : line.end].strip()
        assert not set("\n\r\u2028\x0b") & set(text[line.start : line.end])
    kept = "".join(text[line.start : line.end] for line in document.lines)
    assert "".join(kept.split()) == "".join(text.split())


def test_line_ends_of_all_systems() -> None:
    document = from_text("one\r\ntwo\rthree\nfour\u2028five")
    assert [document.text[line.start : line.end] for line in document.lines] == ["one", "two", "three", "four", "five"]


WRAPPED = (
    "Responsible for the press relations of the festival, from the first release to the\n"
    "clippings of the last day, and for the blog that the musicians wrote with the\n"
    "help of two students.\n\n"
    "- Wrote the programme\n"
)


@pytest.mark.parametrize("sign", ["\r\n", "\r", "\u2028"])
def test_lines_wrap_whatever_sign_ends_them(sign: str) -> None:
    def wrapping(text: str) -> list[str]:
        document = from_text(text)
        return [text[line.start : line.end] for line in document.lines if line.end in document.soft_breaks]

    assert wrapping(WRAPPED.replace("\n", sign)) == wrapping(WRAPPED) != []


def test_a_long_run_of_spaces_is_read_at_once() -> None:
    start = time.process_time()
    assert tidy("Maud" + " " * 20_000 + "Verrinder  \n") == "Maud" + " " * 20_000 + "Verrinder"
    assert time.process_time() - start < 0.5


def test_digest_is_of_the_text_and_of_the_file() -> None:
    assert from_text("été").sha256 == hashlib.sha256("été".encode()).hexdigest()
    assert read("été".encode("cp1252") * 9).sha256 == hashlib.sha256("été".encode("cp1252") * 9).hexdigest()


LETTER = (
    "Chargée des communications à l'École d'été, où j'animais « la page » du théâtre ; dévouée, créative et curieuse."
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "latin-1", "utf-16", "utf-16-le", "mac_roman"])
def test_text_files_of_all_encodings(encoding: str) -> None:
    assert read((LETTER * 4).encode(encoding)).text == LETTER * 4


def test_undecodable_bytes_still_give_text() -> None:
    assert "caf" in decode(b"caf\xe9 \x81\x8d\x8f")

"""Where promoted models live: whole copies beside a link, the link moved in one step, a log of every move.

``models/current`` is a symbolic link to a folder in ``models/current.versions``. A program that opened the old folder
keeps it whole; a link is replaced atomically, so that no program ever sees half a model.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cvsignal.errors import ModelError
from cvsignal.model_folder import load_model

LOG = "promotions.jsonl"


class Store:
    """The promoted models behind one link."""

    def __init__(self, link: Path) -> None:
        self.link = link
        self.versions = link.with_name(f"{link.name}.versions")

    @property
    def current(self) -> Path | None:
        """The folder that the link leads to; None before the first promotion."""
        if not self.link.exists():
            return None
        return self.link.resolve()

    def log(self) -> list[dict[str, Any]]:
        """Every move so far, oldest first; raises ModelError where the log is damaged."""
        path = self.versions / LOG
        if not path.is_file():
            return []
        rows: list[dict[str, Any]] = []
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            try:
                row = json.loads(line)
                rows.append({"action": str(row["action"]), "version": str(row["version"]), **row})
            except (ValueError, KeyError, TypeError) as error:
                raise ModelError(f"{path}:{number}: cannot be read. Mend or remove the line.") from error
        return rows

    def promote(self, folder: Path, details: Mapping[str, Any], *, judged: str | None = None) -> str:
        """Copies a model and moves the link to the copy; returns the version's name.

        ``judged`` is the hash of the model that was let through: raises ModelError where the folder holds another by now.
        """
        self.versions.mkdir(parents=True, exist_ok=True)
        if self.link.exists() and not self.link.is_symlink():
            self._adopt()
        model = load_model(folder, whole=True)
        if judged not in (None, model.sha256):
            raise ModelError(
                f"{folder}: another model than the one that was judged; it was trained anew. Promote again."
            )
        version = self._copy(folder, model.sha256)
        if load_model(self.versions / version).sha256 != model.sha256:
            raise ModelError(f"{folder}: changed while it was copied. Wait until training is done, then promote again.")
        self._move_link(version)
        self._note("promote", version, {"model_sha256": model.sha256, **details})
        return version

    def rollback(self, reason: str = "") -> str:
        """Moves the link back to the model before the present one; returns that version's name."""
        history = self._history()
        if len(history) < 2:
            raise ModelError(f"{self.link}: there is no earlier model to go back to. See {self.versions / LOG}.")
        version = history[-2]
        load_model(self.versions / version, whole=True)  # an error stops here
        self._move_link(version)
        self._note("rollback", version, {"from": history[-1], "reason": reason})
        return version

    def _history(self) -> list[str]:
        """The versions that lead to the present one; a rollback takes the last off."""
        found: list[str] = []
        for row in self.log():
            if row["action"] == "rollback" and found:
                found.pop()
            else:
                found.append(row["version"])
        return found

    def _adopt(self) -> None:
        """Takes a plain folder that stands in the link's place as the first version."""
        version = self._copy(self.link, load_model(self.link, whole=True).sha256)
        aside = self.link.with_name(f"{self.link.name}.before-link")
        self.link.replace(aside)  # between these two lines there is no model: once, at the first promotion
        self._move_link(version)
        shutil.rmtree(aside)
        self._note("adopt", version, {})

    def _copy(self, folder: Path, sha256: str) -> str:
        number = 1 + sum(1 for p in self.versions.iterdir() if p.is_dir() and not p.name.startswith("."))
        version = f"{number:04d}-{sha256[:12]}"
        draft = self.versions / f".{version}.{os.getpid()}"
        shutil.rmtree(draft, ignore_errors=True)
        try:
            shutil.copytree(folder, draft, symlinks=False)
            draft.replace(self.versions / version)
        except OSError as error:  # a full disk, or another promotion that took the number
            shutil.rmtree(draft, ignore_errors=True)
            raise ModelError(f"{folder}: cannot be copied to {self.versions} ({error}). Try again.") from error
        return version

    def _move_link(self, version: str) -> None:
        draft = self.link.with_name(f".{self.link.name}.{os.getpid()}")
        draft.unlink(missing_ok=True)
        try:
            draft.symlink_to(os.path.relpath(self.versions / version, self.link.parent), target_is_directory=True)
            draft.replace(self.link)
        except OSError as error:
            raise ModelError(
                f"{self.link}: the link cannot be made ({error}). Promote on a file system with links."
            ) from error

    def _note(self, action: str, version: str, details: Mapping[str, Any]) -> None:
        row = {"time": datetime.now(UTC).isoformat(timespec="seconds"), "action": action, "version": version, **details}
        with (self.versions / LOG).open("a", encoding="utf-8") as log:
            log.write(json.dumps(row, ensure_ascii=False) + "\n")

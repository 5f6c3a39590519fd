"""Labels out to a real Label Studio server and back, through its API, on loopback; run by hand, not by the test suite.

    python -m venv ls && ls/bin/pip install label-studio        # about 1 GB, an environment of its own
    python tests/integration/label_studio_round_trip.py ls/bin/label-studio \\
        [--record tests/labels/label_studio_export.json]

Starts the server with a throw-away data folder, makes one project for each language of the configuration, imports the
exported tasks, accepts every prediction as a person would, exports, imports, and compares character by character.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from cvsignal.corpus import Record
from cvsignal.labels.exchange import export_labels, import_labels
from cvsignal.labels.foreign import Sourced
from cvsignal.markup import parse

TOKEN = "0123456789abcdef0123456789abcdef01234567"  # of the throw-away server
START_SECONDS = 300

MARKED = {
    "fr-emoji": "🎉 Camille 👩‍🚀\n[[Gestionnaire des médias sociaux]](social_media_position)\n"
    "Anime la [[page du musée 🖼️]](brand_presence).",
    "fr-crlf": "Parcours\r\n\r\nA rédigé la [[stratégie\u00a0annuelle]](long_term_strategy)\r\n"
    "[[Plan de veille]](monitoring_plan:negated)\r\n",
    "fr-nfd": "Cine\u0301ma d'art\tet d'essai : [[page Facebook du cine\u0301ma]](brand_presence, community_building)",
    "en-tabs": "Jo\tDoe\n\t[[PR manager]](public_relations)\t2011\nHopes to [[run a campaign]](campaign:aspirational)",
    "en-nested": "[[Ran the [[festival's page]](brand_presence) and its contest]](campaign) <b>&amp;</b> {{x}} $text",
    "en-crossing": "[[Weekly [[report]]2(management_reporting) of mentions]](monitoring_plan)",
    "en-bare": "Nothing to see.",
}


def records() -> list[Record]:
    """CVs whose offsets are easily broken."""
    found: list[Record] = []
    for number, (name, marked) in enumerate(MARKED.items()):
        text, spans = parse(marked)
        fit = {} if name == "en-bare" else {"community_manager": number % 4, "social_media_manager": (number + 1) % 4}
        found.append(Record(id=name, language=name[:2], text=text, spans=spans, fit=fit))
    return found


class Api:
    """The few calls that a round trip takes."""

    def __init__(self, port: int) -> None:
        self._root = f"http://127.0.0.1:{port}"

    def __call__(self, method: str, path: str, body: object = None) -> Any:
        headers = {"Authorization": f"Token {TOKEN}", "Content-Type": "application/json"}
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self._root + path, data=data, headers=headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.loads(answer.read() or b"null")
        except urllib.error.HTTPError as error:
            raise SystemExit(f"{method} {path}: {error.code} {error.read()[:2000].decode()}") from error

    def is_up(self) -> bool:
        """Whether the server answers."""
        try:
            with urllib.request.urlopen(f"{self._root}/health", timeout=5) as answer:
                return bool(answer.status == 200)
        except OSError:
            return False


@contextmanager
def server(program: Path, folder: Path) -> Iterator[Api]:
    """A Label Studio on loopback with its data in ``folder``, ended afterwards."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {
        "HOME": str(folder),
        "COLLECT_ANALYTICS": "false",
        "LABEL_STUDIO_BASE_DATA_DIR": str(folder),
    }
    command = [str(program), "start", "--no-browser", "--internal-host", "127.0.0.1", "--port", str(port)]
    command += ["--data-dir", str(folder), "--username", "a@example.org", "--password", "round-trip-1"]
    command += ["--user-token", TOKEN, "--enable-legacy-api-token", "--log-level", "ERROR"]
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, env=environment, cwd=folder)
    try:
        api, began = Api(port), time.monotonic()
        while not api.is_up():
            if process.poll() is not None or time.monotonic() - began > START_SECONDS:
                raise SystemExit((folder / "server.log").read_text(errors="replace")[-4000:])
            time.sleep(1)
        yield api
    finally:
        process.terminate()
        process.wait(timeout=60)


def round_trip(api: Api, tasks: list[dict[str, Any]], configuration: str) -> list[dict[str, Any]]:
    """What the server exports after a person has accepted every prediction."""
    project = api("POST", "/api/projects/", {"title": "cvsignal", "label_config": configuration})["id"]
    api("POST", f"/api/projects/{project}/import", tasks)
    listed = api("GET", f"/api/tasks/?project={project}&fields=all&page_size=100")["tasks"]
    for task in listed:
        api("POST", f"/api/tasks/{task['id']}/annotations/", {"result": task["predictions"][0]["result"]})
    exported: list[dict[str, Any]] = api("GET", f"/api/projects/{project}/export?exportType=JSON")
    return exported


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("program", type=Path, help="the label-studio program")
    parser.add_argument("--record", type=Path, help="keep the server's export here, as a fixture for the test suite")
    arguments = parser.parse_args()
    base = records()
    with tempfile.TemporaryDirectory() as name, server(arguments.program.absolute(), Path(name)) as api:
        out = Path(name) / "tasks.json"
        export_labels([Sourced("", record) for record in base], "label-studio", out)
        for language in ("fr", "en"):
            configuration = out.with_name(f"tasks.config.{language}.xml").read_text(encoding="utf-8")
            exported = round_trip(api, json.loads(out.read_text(encoding="utf-8")), configuration)
            back_file = Path(name) / "export.json"
            back_file.write_text(json.dumps(exported, ensure_ascii=False, indent=1), encoding="utf-8")
            back = import_labels(back_file, "label-studio", base)
            same = {r.id: r for r in back.records} == {r.id: r for r in base}
            print(f"configuration {language}: {len(back.records)} CVs back, {'all the same' if same else 'DIFFERENT'}")
            print(*back.notes, sep="\n")
            if not same or len(back.records) != len(base):
                raise SystemExit(1)
        if arguments.record:
            arguments.record.write_bytes(back_file.read_bytes())


if __name__ == "__main__":
    main()

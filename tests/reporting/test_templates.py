from __future__ import annotations

import re
from importlib import resources

import pytest

CSS = {
    name: resources.files("cvsignal.reporting.templates").joinpath(f"{name}.css").read_text("utf-8")
    for name in ("base", "dark")
}
INKS = {
    "ink": ("paper", "card", "faint"),
    "soft": ("paper", "card", "faint"),
    "accent": ("paper", "card", "wash"),
    "on-accent": ("accent",),
    "fit": ("fit-wash",),
    "person": ("person-wash",),
    "unfit": ("unfit-wash",),
} | {family: (f"{family}-wash", "card") for family in ("presence", "strategy", "measurement", "crisis", "background")}


def colours(scheme: str) -> dict[str, str]:
    light = dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", CSS["base"].split("}")[0]))
    return light if scheme == "light" else light | dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6})", CSS["dark"]))


def luminance(colour: str) -> float:
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("ink", INKS)
def test_text_can_be_read_on_its_ground(ink: str, scheme: str) -> None:
    found = colours(scheme)
    for ground in INKS[ink]:
        assert contrast(found[ink], found[ground]) >= 4.5, f"{ink} on {ground}"
    if f"{ink}-wash" in found:
        assert contrast(found["ink"], found[f"{ink}-wash"]) >= 4.5, "the CV's words on the mark"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("bar", ["fit-bar", "person-bar", "unfit-bar", "plus", "minus"])
def test_bars_stand_out_from_the_card(bar: str, scheme: str) -> None:
    found = colours(scheme)
    assert contrast(found[bar], found["card"]) >= 2.9


def test_dark_names_every_colour_that_light_has() -> None:
    light = set(colours("light"))
    dark = set(re.findall(r"--([\w-]+):", CSS["dark"]))
    assert dark == light

from __future__ import annotations

import os

import pytest

import cvsignal


@pytest.fixture(scope="session")
def shipped() -> cvsignal.Screener:
    """The shipped model, or the one in the folder that CVSIGNAL_TEST_MODEL names: to try it before it is shipped."""
    return cvsignal.load(os.environ.get("CVSIGNAL_TEST_MODEL"))

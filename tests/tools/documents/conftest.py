"""A registered kind and a store of files of its own for every test of documents."""

import pytest

from tests.factories.documents import letter_kind


@pytest.fixture(autouse=True)
def own_store(settings, tmp_path):
    """Files of a test stay with the test."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.PUBLIC_BASE_URL = "https://anyam.example"
    return settings.MEDIA_ROOT


@pytest.fixture
def letter():
    """The kind `uji.letter`."""
    with letter_kind() as kind:
        yield kind

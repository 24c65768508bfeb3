"""One reader, with its worker, for all tests of reading."""

import pytest

from pipeline.office.reading import Reader


@pytest.fixture(scope="session")
def reader():
    with Reader() as one:
        yield one

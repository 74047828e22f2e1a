"""What a publish that was killed leaves behind is cleared away, and a release is no dataset."""

import os
import time

import pytest

from seen.errors import PublishError
from seen.release.choices import Choices
from seen.release.publish import publish
from seen.store.disk import ABANDONED_AFTER_SECONDS
from tests.releases import Publisher, small

pytestmark = pytest.mark.slow


def left(folder, name, *, is_old=False):
    """Return a folder of work as a killed program leaves it."""
    path = folder / name
    path.mkdir(parents=True)
    (path / "fresh.duckdb").write_bytes(b"rows of people")
    if is_old:
        then = time.time() - ABANDONED_AFTER_SECONDS - 60
        os.utime(path, (then, then))
    return path


def test_the_next_publish_clears_away_what_a_killed_one_left(tmp_path):
    publisher = Publisher(tmp_path).with_key()
    series = tmp_path / "data" / "series"
    own = left(series, ".series-people-killed")
    others = left(series, ".series-others-at_work")
    long_ago = left(series, ".series-others-killed", is_old=True)
    spilled = left(tmp_path / "data", ".work-killed", is_old=True)
    publisher.publish(small())
    assert [it.exists() for it in (own, long_ago, spilled)] == [False] * 3
    assert others.exists()
    assert [it.name for it in series.glob(".series-people-*")] == []


def test_a_dry_run_clears_away_nothing_that_may_be_at_work(tmp_path):
    publisher = Publisher(tmp_path).with_key()
    own = left(tmp_path / "data" / "series", ".series-people-at_work")
    publisher.publish(small(), is_dry_run=True)
    assert own.exists()


def test_a_release_is_not_published_again(tmp_path):
    publisher = Publisher(tmp_path).with_key()
    made = publisher.publish(small())
    assert made.path is not None
    with pytest.raises(PublishError, match="is a release already"):
        publish(made.path, publisher.settings, Choices())

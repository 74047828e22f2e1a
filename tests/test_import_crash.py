"""A killed process and a full disk: the former dataset stays, and nothing half-made is left."""

import contextlib
import os
import signal
import subprocess
import sys
import textwrap

import pytest

from seen.errors import DataFileError
from seen.store import known, newest
from tests.hospital import ROOT, answers, imported, settings_in, write_hospital

pytestmark = pytest.mark.skipif(os.name != "posix", reason="signals and limits are those of POSIX")

SCRIPT = """
    import sys
    from pathlib import Path
    from seen.errors import SeenError
    from seen.importing.run import import_files
    from seen.settings import Settings

    folder, csv, recipe, stop = Path(sys.argv[1]), sys.argv[2], Path(sys.argv[3]), int(sys.argv[4])
    steps = []

    def tell(step):
        steps.append(step)
        if len(steps) == stop:
            print("waiting", flush=True)
            sys.stdin.read()

    {limit}
    try:
        import_files(
            files=[csv], recipe=recipe, name="hospital", progress=tell,
            settings=Settings(
                data_folder=folder / "data", secrets_folder=folder / "secrets",
                data=None, is_hosted=False,
            ),
        )
    except SeenError as error:
        print(type(error).__name__, error)
        sys.exit(3)
"""
A_SMALL_LIMIT = "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))"


@contextlib.contextmanager
def importing(folder, csv, *, stop=0, limit=""):
    """Start an import of its own that waits at a step."""
    script = textwrap.dedent(SCRIPT).replace("{limit}", limit)
    recipe = ROOT / "data" / "recipes" / "twelve_wards.toml"
    process = subprocess.Popen(
        [sys.executable, "-c", script, str(folder), str(csv), str(recipe), str(stop)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


@pytest.mark.parametrize("step", [3, 5])
def test_a_killed_import_leaves_the_former_dataset(tmp_path, step):
    former = imported(write_hospital(tmp_path / "first.csv", n_visits=60), into=tmp_path)
    bigger = write_hospital(tmp_path / "second.csv", n_visits=600)

    with importing(tmp_path, bigger, stop=step) as process:
        assert process.stdout.readline() == "waiting\n"
        process.send_signal(signal.SIGKILL)
        process.wait()

    data = settings_in(tmp_path).data_folder
    assert newest(data, "hospital") == former.path
    assert len(answers(former.path)) == 60
    again = imported(bigger, into=tmp_path)
    assert len(answers(again.path)) == 600


def test_what_a_killed_import_leaves_behind_names_nobody(tmp_path):
    csv = write_hospital(tmp_path / "visits.csv", n_visits=600)

    with importing(tmp_path, csv, stop=5) as process:
        process.stdout.readline()
        process.send_signal(signal.SIGKILL)
        process.wait()

    left = [path for path in (tmp_path / "data").rglob("*") if path.is_file()]
    assert left
    for path in left:
        content = path.read_bytes()
        assert not any(it in content for it in (b"STAFF-", b"PAT-", b"VIS-", b"Nightingale"))


def test_a_file_that_cannot_grow_leaves_the_former_dataset_and_says_why(tmp_path):
    former = imported(write_hospital(tmp_path / "first.csv", n_visits=60), into=tmp_path)
    bigger = write_hospital(tmp_path / "second.csv", n_visits=600)

    with importing(tmp_path, bigger, limit=A_SMALL_LIMIT) as process:
        told = process.stdout.read()
        process.wait()

    assert process.returncode == 3
    assert told.startswith("DataFileError The data file of hospital could not be written")
    assert "STAFF" not in told
    data = settings_in(tmp_path).data_folder
    assert newest(data, "hospital") == former.path
    assert len(answers(former.path)) == 60
    assert sorted(path.name for path in data.iterdir()) == sorted(
        ["current", "hospital.current", former.path.name]
    )


def test_a_full_disk_leaves_nothing_and_says_why(tmp_path):
    disk = tmp_path / "disk"
    disk.mkdir()
    csv = write_hospital(tmp_path / "visits.csv", n_visits=600)
    mount = ["mount", "-t", "tmpfs", "-o", "size=400k", "none", str(disk)]
    if subprocess.run(mount, check=False, capture_output=True).returncode != 0:
        pytest.skip("only root can mount a small disk; the test before this one needs no root")
    try:
        with pytest.raises(DataFileError, match="disk may be full"):
            imported(csv, into=disk)
        assert known(disk / "data") == ()
        assert not [path for path in (disk / "data").rglob("*") if path.is_file()]
    finally:
        subprocess.run(["umount", str(disk)], check=True)


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere"
)
def test_a_closed_folder_is_told_in_words(tmp_path):
    csv = write_hospital(tmp_path / "visits.csv", n_visits=12)
    (tmp_path / "data").mkdir(mode=0o500)

    with pytest.raises(DataFileError, match="could not be written"):
        imported(csv, into=tmp_path)

import subprocess

import pytest

from tally.checkout import lines_by_suffix


@pytest.fixture
def checkout(tmp_path):
    (tmp_path / "a.py").write_text("one\ntwo\nthree\n")
    (tmp_path / "b.py").write_text("one")
    (tmp_path / "README").write_text("hello\n")
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    subprocess.run(["git", "-C", str(tmp_path), "add", "."], check=True)
    (tmp_path / "untracked.py").write_text("not counted\n")
    return tmp_path


def test_counts_tracked_files_by_suffix(checkout):
    assert lines_by_suffix(checkout) == {".py": 4, "": 1}

"""What a git checkout holds, and how many lines."""

import subprocess
from pathlib import Path

from tally._lines import count


def tracked_files(root: Path) -> list[Path]:
    """The regular files that git tracks below root."""
    listing = subprocess.run(
        ["git", "-c", "safe.directory=*", "-C", str(root), "ls-files", "-z"],
        check=True,
        capture_output=True,
    ).stdout
    paths = (root / name for name in listing.decode().split("\0") if name)
    return [path for path in paths if path.is_file() and not path.is_symlink()]


def lines_by_suffix(root: Path) -> dict[str, int]:
    """Lines per file suffix ('' for none), most lines first."""
    totals: dict[str, int] = {}
    for path in tracked_files(root):
        totals[path.suffix] = totals.get(path.suffix, 0) + count(path.read_bytes())
    return dict(sorted(totals.items(), key=lambda item: -item[1]))

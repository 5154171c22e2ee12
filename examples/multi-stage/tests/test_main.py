import json

import pytest

from tally.main import main


@pytest.mark.parametrize(("flag", "text"), [("--help", "usage: tally"), ("--version", "tally 1.4.0")])
def test_answers_and_ends(flag, text, capsys):
    with pytest.raises(SystemExit) as end:
        main([flag])
    assert end.value.code == 0
    assert text in capsys.readouterr().out


def test_counts_an_empty_checkout(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr("tally.main.lines_by_suffix", lambda root: {})
    assert main(["count", str(tmp_path)]) == 0
    assert json.loads(capsys.readouterr().out) == {}

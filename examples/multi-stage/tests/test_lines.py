import pytest

from tally._lines import count


@pytest.mark.parametrize(
    ("content", "lines"),
    [(b"", 0), (b"a", 1), (b"a\n", 1), (b"a\nb", 2), (b"\n\n\n", 3), (bytearray(b"x\r\ny\r\n"), 2)],
)
def test_counts_lines(content, lines):
    assert count(content) == lines


def test_refuses_text():
    with pytest.raises(TypeError):
        count("text")

import json
import threading
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from tally.server import make_server


@pytest.fixture
def address(tmp_path):
    with make_server(tmp_path, 0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def test_is_healthy(address):
    with urlopen(f"{address}/healthz") as answer:
        assert json.load(answer) == {"status": "ok"}


def test_knows_nothing_else(address):
    with pytest.raises(HTTPError, match="404"):
        urlopen(f"{address}/nothing")


def test_says_that_there_is_no_checkout(address):
    with pytest.raises(HTTPError, match="500"):
        urlopen(f"{address}/lines")

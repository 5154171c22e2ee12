"""The counts over HTTP: GET /healthz and GET /lines."""

import json
import subprocess
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from tally.checkout import lines_by_suffix


def make_server(root: Path, port: int) -> ThreadingHTTPServer:
    """A server bound to the port (0: any free one), not yet serving."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if self.path == "/healthz":
                self.answer(200, {"status": "ok"})
            elif self.path == "/lines":
                self.answer_lines()
            else:
                self.answer(404, {"error": "not found"})

        def answer_lines(self) -> None:
            try:
                self.answer(200, lines_by_suffix(root))
            except subprocess.CalledProcessError:
                self.answer(500, {"error": "not a git checkout"})

        def answer(self, status: int, body: dict) -> None:
            payload = json.dumps(body).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(payload)))
            self.end_headers()
            self.wfile.write(payload)

    return ThreadingHTTPServer(("0.0.0.0", port), Handler)


def serve(root: Path, port: int) -> None:
    """Serves until interrupted."""
    with make_server(root, port) as server:
        server.serve_forever()

"""The group robots of WeCom, DingTalk and Feishu on this machine, as strict as the real ones.

Each call is answered with HTTP 200; whether it was taken stands in the answer.
"""

import base64
import hashlib
import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

WECOM_KEY = "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"
DINGTALK_TOKEN = "d1" * 32
FEISHU_HOOK = "7a6b5c4d-3e2f-1a0b-9c8d-7e6f5a4b3c2d"
Answer = dict[str, object]


@dataclass
class Robots:
    """What the robots were told, and how they are to answer next."""

    port: int = 0
    seconds: float = 0.0  # what their clock shows
    secrets: dict[str, str] = field(default_factory=dict)  # by robot; none: it asks for no sign
    heard: list[dict[str, Any]] = field(default_factory=list)
    answers: list[object] = field(default_factory=list)  # codes or (status, body), taken in turn
    keywords: tuple[str, ...] = ()
    most: int = 1000  # messages, before a robot is throttled

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def wecom(self) -> str:
        return f"{self.url}/cgi-bin/webhook/send?key={WECOM_KEY}"

    @property
    def dingtalk(self) -> str:
        return f"{self.url}/robot/send?access_token={DINGTALK_TOKEN}"

    @property
    def feishu(self) -> str:
        return f"{self.url}/open-apis/bot/v2/hook/{FEISHU_HOOK}"

    def answer(self, path: str, body: bytes) -> Answer:
        parts = urlsplit(path)
        query = {key: values[0] for key, values in parse_qs(parts.query).items()}
        if parts.path == "/cgi-bin/webhook/send":
            return self._wecom(query, body)
        if parts.path == "/robot/send":
            return self._dingtalk(query, body)
        return self._feishu(parts.path, body)

    def _wecom(self, query: dict[str, str], body: bytes) -> Answer:
        if query.get("key") != WECOM_KEY:
            return {"errcode": 93000, "errmsg": f"invalid webhook url: key={query.get('key')}"}
        said = json.loads(body)
        if said["msgtype"] != "markdown":
            return {"errcode": 40008, "errmsg": "invalid message type"}
        content = said["markdown"]["content"]
        if len(content.encode()) > 4096:
            return {"errcode": 40058, "errmsg": "markdown.content exceed max length 4096"}
        if len(self.heard) >= self.most:
            return {"errcode": 45009, "errmsg": "api freq out of limit"}
        return self._taken(said, {"errcode": 0, "errmsg": "ok"})

    def _dingtalk(self, query: dict[str, str], body: bytes) -> Answer:
        if query.get("access_token") != DINGTALK_TOKEN:
            return {"errcode": 300001, "errmsg": "token is not exist"}
        secret = self.secrets.get("dingtalk")
        if secret:
            moment = query.get("timestamp", "0")
            wanted = hmac.new(secret.encode(), f"{moment}\n{secret}".encode(), hashlib.sha256)
            if query.get("sign") != base64.b64encode(wanted.digest()).decode():
                return {"errcode": 310000, "errmsg": "sign not match"}
            if abs(int(moment) / 1000 - self.seconds) > 3600:
                return {"errcode": 310000, "errmsg": "invalid timestamp"}
        said = json.loads(body)
        if len(body) > 20_000:
            return {"errcode": 460101, "errmsg": "message too long, exceed 20000 bytes"}
        if self.keywords and not any(word in body.decode() for word in self.keywords):
            return {"errcode": 310000, "errmsg": "keywords not in content"}
        if not {"title", "text"} <= set(said.get("markdown", ())):
            return {"errcode": 400105, "errmsg": "unsupported msgtype"}
        if len(self.heard) >= self.most:
            return {"errcode": 130101, "errmsg": "send too fast, exceed 20 times per minute"}
        return self._taken(said, {"errcode": 0, "errmsg": "ok"})

    def _feishu(self, path: str, body: bytes) -> Answer:
        if not path.endswith(FEISHU_HOOK):
            return {"code": 19001, "msg": "param invalid: incoming webhook access token invalid"}
        if len(body) > 20 * 1024:
            return {"code": 11246, "msg": "request body is too large"}
        said = json.loads(body)
        if "msg_type" not in said:
            return {"code": 9499, "msg": "Bad Request", "data": {}}
        secret = self.secrets.get("feishu")
        if secret:
            key = f"{said.get('timestamp')}\n{secret}".encode()
            wanted = base64.b64encode(hmac.new(key, b"", hashlib.sha256).digest()).decode()
            is_late = abs(int(said.get("timestamp", 0)) - self.seconds) > 3600
            if said.get("sign") != wanted or is_late:
                msg = "sign match fail or timestamp is not within one hour from current time"
                return {"code": 19021, "msg": msg}
        if len(self.heard) >= self.most:
            return {"code": 11232, "msg": "frequency limited psm[app_platform_runtime]"}
        return self._taken(said, {"code": 0, "msg": "success", "data": {}})

    def _taken(self, said: dict[str, Any], answer: Answer) -> Answer:
        self.heard.append(said)
        return answer


@contextmanager
def running_robots() -> Iterator[Robots]:
    """Serve the robots on a free port until the block ends."""
    robots = Robots()

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            status, answer = 200, b""
            forced = robots.answers.pop(0) if robots.answers else None
            if isinstance(forced, tuple):
                status, answer = forced
            else:
                answer = json.dumps(forced or robots.answer(self.path, body)).encode()
            self.send_response(status)
            self.send_header("content-length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
    robots.port = server.server_port
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        yield robots
    finally:
        server.shutdown()
        server.server_close()

"""POST { conversationId, reason } -> { token, … }: the token endpoint of zaby-agent. Its settings come from the environment."""

import hashlib
import json
import os
import re
import secrets
import time
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import HTTPRedirectHandler, Request, build_opener

from flask import Blueprint, request, session

zaby = Blueprint("zaby", __name__)
uuid = re.compile(r"[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}", re.IGNORECASE)
shown = ["token", "tokenType", "expiresAt", "rotateAfterSeconds", "remainingUses", "scopes", "agentSessionId"]
asked: dict[str, list[float]] = {}  # by user and by address; with several processes, count in Redis or the like


class NoRedirect(HTTPRedirectHandler):
    def redirect_request(self, *_):
        return None  # a redirect would carry the key to wherever it points


def answer(status, body):
    return body, status, {"Cache-Control": "no-store"}


def is_too_often(who, per_minute):
    if len(asked) > 10_000:
        asked.clear()
    recent = asked[who] = [at for at in asked.get(who, []) if at > time.monotonic() - 60]
    recent.append(time.monotonic())
    return len(recent) > per_minute


def mint(user, conversation):
    origin = os.environ.get("ZABY_API_ORIGIN", "https://genapi.zaby.io")
    app = quote(os.environ["ZABY_APP_ID"], safe="")
    body = {
        "deploymentId": os.environ["ZABY_DEPLOYMENT_ID"],
        "quotaPolicyId": os.environ["ZABY_POLICY_ID"],
        "externalUserId": user,
        "externalSessionId": hashlib.sha256(json.dumps([user, conversation]).encode()).hexdigest(),
        "channel": "web",
    }
    call = Request(
        f"{origin}/api/v1/provisioning/managed-agents/external-apps/{app}/runtime-tokens",
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json", "x-zaby-api-key": os.environ["ZABY_API_KEY"]},
    )
    with build_opener(NoRedirect).open(call, timeout=10) as response:
        return json.load(response)


@zaby.get("/api/zaby-token")
def live():
    return answer(200, {"status": "ok"})


@zaby.post("/api/zaby-token")
def give_token():
    # Only pages of this very site, and no HTML form: anyone else would ask in the name of whoever looks at their page.
    origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site", "same-origin")
    if site != "same-origin" or origin not in (None, os.environ["ORIGIN"]):
        return answer(403, {"code": "forbidden-origin"})
    if request.mimetype != "application/json":
        return answer(415, {"code": "unsupported-media-type"})
    request.max_content_length = 4096  # more is answered with 413
    asking = request.get_json(silent=True)
    conversation = asking.get("conversationId") if isinstance(asking, dict) else None
    if not isinstance(conversation, str) or not uuid.fullmatch(conversation):
        return answer(400, {"code": "invalid-request"})

    # Who asks, by the session and by nothing the browser says. Where people sign in, take the id of their account, or answer 401.
    if "zaby_visitor" not in session:
        session["zaby_visitor"] = f"visitor:{secrets.token_hex(16)}"
        session.permanent = True
    user = session["zaby_visitor"]
    # Who sends no cookie is a new visitor each time: what holds such a program back is its address. Behind a proxy of yours that is
    # the proxy's: app.wsgi_app = ProxyFix(app.wsgi_app) of werkzeug.middleware.proxy_fix.
    if is_too_often(f"address:{request.remote_addr}", 120) or is_too_often(user, 60):
        return *answer(429, {"code": "rate-limited"})[:2], {"Retry-After": "60"}

    try:
        token = mint(user, conversation.lower())
        return answer(200, {name: token[name] for name in shown if name in token} | {"token": token["token"]})
    except (URLError, OSError, ValueError, KeyError):  # the reason is for your log, not for browsers
        return answer(503, {"code": "token-unavailable"})

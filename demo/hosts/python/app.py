"""A shop on Flask, with its token endpoint in zaby_token.py. In a copy of this folder, with `zaby-agent.js` from the package beside:

    python3 -m venv .venv && .venv/bin/pip install -r requirements.txt && cp .env.example .env
    npx zaby-agent emulator --origin http://localhost:3000     # the platform, on this machine; it stays in this terminal
    set -a; . ./.env; .venv/bin/flask run --port 3000          # in another one, then open http://localhost:3000
"""

import os
from pathlib import Path

from flask import Flask, send_from_directory

from zaby_token import zaby

folder = Path(__file__).parent
api_origin = os.environ.get("ZABY_API_ORIGIN", "https://genapi.zaby.io")
page = (folder / "index.html").read_text("utf-8").replace("https://genapi.zaby.io", api_origin)
policy = "; ".join(
    [
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; base-uri 'none'; form-action 'none'",
        f"connect-src 'self' {api_origin}; require-trusted-types-for 'script'; trusted-types zaby-agent",
    ]
)

app = Flask(__name__, static_folder=None)
app.secret_key = os.environ["SESSION_SECRET"]
app.config.update(
    SESSION_COOKIE_HTTPONLY=True,
    SESSION_COOKIE_SAMESITE="Lax",
    SESSION_COOKIE_SECURE=os.environ["ORIGIN"].startswith("https:"),
    SESSION_REFRESH_EACH_REQUEST=False,
)
app.register_blueprint(zaby)


@app.get("/")
def show_page():
    return page, {"Content-Security-Policy": policy}


@app.get("/zaby-agent.js")
def show_widget():
    return send_from_directory(folder, "zaby-agent.js")

"""Signing in with a provider of identities, a small one made here, over real HTTP."""

from __future__ import annotations

import base64
import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import pytest
from joserfc import jwk, jwt

CLIENT = {"client_id": "jintu-test", "client_secret": "s3cret-of-the-client"}
KEY = jwk.RSAKey.generate_key(2048, {"kid": "one", "use": "sig", "alg": "RS256"})


class Provider:
    """What a provider knows: whom it will vouch for, and what it was asked."""

    def __init__(self):
        self.person = {"sub": "248289", "preferred_username": "zhang.wei"}
        self.changed = {}
        self.asked = {}
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                where = urlsplit(self.path).path
                self._answer(provider.keys() if where == "/jwks" else provider.metadata())

            def do_POST(self):
                length = int(self.headers["content-length"])
                form = parse_qs(self.rfile.read(length).decode())
                self._answer(provider.token({name: values[0] for name, values in form.items()}))

            def _answer(self, content):
                body = json.dumps(content).encode()
                self.send_response(200)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def metadata(self):
        ways = {
            "authorization_endpoint": "authorize",
            "token_endpoint": "token",
            "jwks_uri": "jwks",
        }
        return {
            "issuer": self.issuer,
            "id_token_signing_alg_values_supported": ["RS256"],
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "jwks_uri": f"{self.issuer}/jwks",
        } | {name: f"{self.issuer}/{way}" for name, way in ways.items()}

    def keys(self):
        return {"keys": [KEY.as_dict(private=False)]}

    def token(self, form):
        challenge = hashlib.sha256(form["code_verifier"].encode()).digest()
        shown = base64.urlsafe_b64encode(challenge).decode().rstrip("=")
        if shown != self.asked["code_challenge"] or form["code"] != "the-code":
            return {"error": "invalid_grant"}
        now = int(time.time())
        claims = {
            "iss": self.issuer, "aud": CLIENT["client_id"], "iat": now, "exp": now + 60,
            "nonce": self.asked["nonce"], **self.person, **self.changed,
        }  # fmt: skip
        signed = jwt.encode({"alg": "RS256", "kid": "one"}, claims, KEY)
        return {"access_token": "x", "token_type": "Bearer", "id_token": signed}


@pytest.fixture
def provider(monkeypatch):
    made = Provider()
    monkeypatch.setenv("JINTU_OIDC_ISSUER", made.issuer)
    monkeypatch.setenv("JINTU_OIDC_CLIENT_ID", CLIENT["client_id"])
    monkeypatch.setenv("JINTU_OIDC_CLIENT_SECRET", CLIENT["client_secret"])
    monkeypatch.setenv("JINTU_OIDC_TITLE", "Office")
    monkeypatch.setenv("JINTU_OIDC_NEW_ROLE", "planner")
    yield made
    made.server.shutdown()
    made.server.server_close()


def set_out(browser, provider):
    """Go to the provider; keep what it is asked for."""
    answer = browser.get("/api/session/oidc", follow_redirects=False)
    assert answer.status_code == 302
    asked = urlsplit(answer.headers["location"])
    assert f"{asked.scheme}://{asked.netloc}{asked.path}" == f"{provider.issuer}/authorize"
    provider.asked = {name: values[0] for name, values in parse_qs(asked.query).items()}
    assert provider.asked["code_challenge_method"] == "S256"
    assert provider.asked["redirect_uri"] == "http://127.0.0.1/api/session/oidc/callback"


def come_back(browser, provider, **other):
    query = {"code": "the-code", "state": provider.asked["state"]} | other
    return browser.get("/api/session/oidc/callback", params=query, follow_redirects=False)


def test_who_comes_for_the_first_time_gets_an_account_and_keeps_it(office, provider):
    browser = office.browser()
    assert browser.get("/api/session").json()["provider"] == "Office"
    for _ in range(2):
        set_out(browser, provider)
        answer = come_back(browser, provider)
        assert (answer.status_code, answer.headers["location"]) == (303, "/manage")
        session = browser.get("/api/session").json()
        assert (session["name"], session["role"]) == ("zhang.wei", "planner")
    made = [entry for entry in office.actions() if entry[0] == "account_made"]
    assert made == [("account_made", "zhang.wei", "zhang.wei")]


def test_a_name_that_is_taken_is_not_taken_over(office, provider):
    office.account("zhang.wei", "admin")
    browser = office.browser()
    set_out(browser, provider)
    come_back(browser, provider)
    session = browser.get("/api/session").json()
    assert session["role"] == "planner"
    assert session["name"].startswith("zhang.wei-")


@pytest.mark.parametrize(
    "changed",
    [{"nonce": "another"}, {"aud": "another"}, {"iss": "https://another.example"}, {"exp": 1}],
)
def test_a_token_for_others_or_of_yesterday_opens_nothing(office, provider, changed):
    browser = office.browser()
    set_out(browser, provider)
    provider.changed = changed
    refused(browser, come_back(browser, provider))


def test_a_way_back_that_nobody_set_out_on_opens_nothing(office, provider):
    victim, attacker = office.browser(), office.browser()
    set_out(attacker, provider)
    refused(victim, come_back(victim, provider))
    set_out(victim, provider)
    refused(victim, come_back(victim, provider, state="another"))
    set_out(victim, provider)
    refused(victim, come_back(victim, provider, code="another"))


def refused(browser, answer):
    assert (answer.status_code, answer.headers["location"]) == (303, "/manage#/provider-failed")
    assert not browser.get("/api/session").json()["signed_in"]


def test_a_disabled_account_stays_out(office, provider):
    browser = office.browser()
    set_out(browser, provider)
    come_back(browser, provider)
    office.execute("UPDATE account SET disabled = true")
    office.execute("DELETE FROM account_session")
    set_out(browser, provider)
    refused(browser, come_back(browser, provider))


def test_a_provider_that_is_away_is_told(office, provider):
    provider.server.shutdown()
    provider.server.server_close()
    answer = office.browser().get("/api/session/oidc", follow_redirects=False)
    assert answer.headers["location"] == "/manage#/provider-failed"


def test_without_a_provider_there_is_no_way(office):
    browser = office.browser()
    assert browser.get("/api/session").json()["provider"] is None
    answer = browser.get("/api/session/oidc")
    assert (answer.status_code, answer.json()["error"]["code"]) == (404, "provider_unknown")


def test_half_a_configuration_is_refused(monkeypatch):
    from api.auth.oidc import read_oidc
    from api.settings import BadSetting

    monkeypatch.setenv("JINTU_OIDC_ISSUER", "https://id.example")
    with pytest.raises(BadSetting):
        read_oidc()

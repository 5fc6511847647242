"""A small identity provider, as honest or as dishonest as a test wants it."""

import base64
import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa

KEY_ID = "first"


class SmallProvider:
    """Answers discovery, keys, a sign-in page that says yes at once, and codes for tokens."""

    def __init__(self):
        self.key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.claims = {"sub": "248", "email": "tomas@nidalia.example", "email_verified": True, "name": "Tomás Vidal"}
        self.bend = {}  # claims to tell otherwise than one should
        self.signed_with, self.algorithm = self.key, "RS256"
        self.asked, self.codes, self.heard = [], {}, []
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self.issuer = f"http://127.0.0.1:{self.server.server_port}"
        self.described_as = self.issuer
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    @property
    def host(self):
        return f"127.0.0.1:{self.server.server_port}"

    def close(self):
        self.server.shutdown()
        self.server.server_close()

    def sign_with_a_stolen_name(self):
        """A key of somebody else under the name of ours."""
        self.signed_with = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    def sign_with_another_kind(self):
        self.signed_with, self.algorithm = ec.generate_private_key(ec.SECP256R1()), "ES256"

    def sign_with_the_public_key_as_a_password(self):
        self.signed_with, self.algorithm = "no-secret-of-ours-that-is-long-enough", "HS256"

    def arrive(self, address):
        """What a browser lives that is sent here: it says yes, and goes back with a code and the state."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        code = f"code-{len(self.codes)}"
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?code={code}&state={asked['state']}"

    def description(self):
        base = self.issuer
        return {
            "issuer": self.described_as, "authorization_endpoint": f"{base}/authorize",
            "token_endpoint": f"{base}/token", "jwks_uri": f"{base}/keys",
        }  # fmt: skip

    def keys(self):
        public = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(self.key.public_key()))
        return {"keys": [public | {"kid": KEY_ID, "use": "sig", "alg": "RS256"}]}

    def token(self, form, headers):
        self.heard.append((form, headers))
        asked = self.codes.pop(form.get("code", ""), None)
        if asked is None or form.get("redirect_uri") != asked["redirect_uri"]:
            return None
        proof = base64.urlsafe_b64encode(hashlib.sha256(form.get("code_verifier", "").encode()).digest())
        if proof.decode().rstrip("=") != asked["code_challenge"]:
            return None
        told = int(time.time())
        claims = {
            "iss": self.issuer,
            "aud": asked["client_id"],
            "iat": told,
            "exp": told + 300,
            "nonce": asked["nonce"],
        }
        claims |= self.claims | self.bend
        claims = {name: value for name, value in claims.items() if value is not None}
        word = jwt.encode(claims, self.signed_with, algorithm=self.algorithm, headers={"kid": KEY_ID})
        return {"access_token": "x", "token_type": "Bearer", "id_token": word}

    def _handler(self):
        house = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                house.asked.append(self.path)
                path = urlsplit(self.path).path
                if path == "/authorize":
                    self.send_response(302)
                    self.send_header("Location", house.arrive(self.path))
                    self.end_headers()
                    return
                self._say({"/.well-known/openid-configuration": house.description, "/keys": house.keys}.get(path))

            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"])).decode()
                form = {name: values[0] for name, values in parse_qs(body).items()}
                said = house.token(form, dict(self.headers))
                self._say((lambda: said) if said else None)

            def _say(self, told):
                body = json.dumps(told() if told else {"error": "invalid"}).encode()
                self.send_response(200 if told else 400)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        return Handler

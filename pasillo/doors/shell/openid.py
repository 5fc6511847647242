"""Asking another door who somebody is: OpenID Connect with discovery, code flow, PKCE, state and nonce."""

import base64
import hashlib
import secrets
from typing import Any
from urllib.parse import quote, urlencode

import jwt
from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext as _

from pasillo.doors.shell.commands.providers import SEAL, Said
from pasillo.doors.shell.models import Provider
from pasillo.doors.shell.sealing import unsealed
from pasillo.ground.kit.egress import CannotReach, call
from pasillo.ground.kit.refusals import Refused

SIGNED_BY = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA"]
LEEWAY_SECONDS = 60
REMEMBERED_SECONDS = 300
NEEDED = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")


def discover(issuer: str, *, fresh: bool = False) -> dict[str, Any]:
    """What a provider says of itself, remembered for five minutes. Refused when it speaks for somebody else."""
    known: dict[str, Any] | None = None if fresh else cache.get(f"openid:{issuer}")
    if known is None:
        known = _get(f"{issuer}/.well-known/openid-configuration")
        if str(known.get("issuer", "")).rstrip("/") != issuer or not all(known.get(name) for name in NEEDED):
            raise Refused(_("The provider's description does not fit its address."))
        cache.set(f"openid:{issuer}", known, REMEMBERED_SECONDS)
    return known


def begin(provider: Provider, *, back: str) -> tuple[str, dict[str, str]]:
    """Where the browser has to go, and what we must remember until it comes back."""
    known = discover(provider.issuer)
    kept = {name: secrets.token_urlsafe(32) for name in ("state", "nonce", "verifier")}
    kept["provider"] = str(provider.pk)
    asked = {
        "response_type": "code",
        "client_id": provider.client_id,
        "redirect_uri": back,
        "scope": "openid email profile",
        "state": kept["state"],
        "nonce": kept["nonce"],
        "code_challenge": challenge(kept["verifier"]),
        "code_challenge_method": "S256",
    }
    joint = "&" if "?" in known["authorization_endpoint"] else "?"
    return f"{known['authorization_endpoint']}{joint}{urlencode(asked)}", kept


def finish(provider: Provider, *, code: str, back: str, kept: dict[str, str]) -> Said:
    """Who it is, if the provider's signed word fits the question that this browser took with it."""
    known = discover(provider.issuer)
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": back, "code_verifier": kept["verifier"]}
    answer = _post(known["token_endpoint"], form | {"client_id": provider.client_id}, _client(provider))
    return _said(_claims(provider, known, str(answer.get("id_token", "")), kept["nonce"]), known)


def _claims(provider: Provider, known: dict[str, Any], token: str, nonce: str) -> dict[str, Any]:
    try:
        key_id = jwt.get_unverified_header(token).get("kid")
        keys = jwt.PyJWKSet.from_dict(_get(known["jwks_uri"])).keys
        key = next(one for one in keys if key_id is None or one.key_id == key_id)
        claims: dict[str, Any] = jwt.decode(
            token, key=key, algorithms=SIGNED_BY, audience=provider.client_id, issuer=known["issuer"],
            leeway=LEEWAY_SECONDS, options={"require": ["exp", "iat", "aud", "iss", "sub"]},
        )  # fmt: skip
    except (jwt.PyJWTError, StopIteration, ValueError, TypeError):
        raise Refused(_not_believed()) from None
    others = isinstance(claims["aud"], list) and len(claims["aud"]) > 1
    if not secrets.compare_digest(str(claims.get("nonce", "")).encode(), nonce.encode()):
        raise Refused(_not_believed())
    if (others or "azp" in claims) and claims.get("azp") != provider.client_id:
        raise Refused(_not_believed())
    return claims


def _said(claims: dict[str, Any], known: dict[str, Any]) -> Said:
    email = str(claims.get("email") or "")
    return Said(
        issuer=str(known["issuer"]).rstrip("/"),
        subject=str(claims["sub"])[:255],
        email=email,
        email_verified=claims.get("email_verified") is True,
        name=str(claims.get("name") or email.partition("@")[0]),
        language=str(claims.get("locale") or "en"),
    )


def _client(provider: Provider) -> dict[str, str]:
    secret = unsealed(provider.sealed, SEAL)
    if not secret:
        return {}
    pair = f"{quote(provider.client_id, safe='')}:{quote(secret, safe='')}"
    return {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}


def _get(address: str) -> dict[str, Any]:
    return _asked(address, None, {})


def _post(address: str, form: dict[str, str], headers: dict[str, str]) -> dict[str, Any]:
    return _asked(address, form, headers)


def _asked(address: str, form: dict[str, str] | None, headers: dict[str, str]) -> dict[str, Any]:
    try:
        answer = call(address, form=form, headers=headers, inside=settings.INTERNAL_HOSTS)
        if answer.status != 200:
            raise CannotReach
        return answer.json()
    except CannotReach:
        raise Refused(
            _("The provider could not be reached, or it refused. Please try again, or come in another way.")
        ) from None


def challenge(verifier: str) -> str:
    """The proof that whoever redeems a code also asked for it (RFC 7636, S256)."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")


def _not_believed() -> str:
    return _("What the provider said does not fit what was asked. Please begin again.")

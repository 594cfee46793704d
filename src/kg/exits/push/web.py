"""The one door to HTTP: a request that is sent again where that is safe, and a sentence for what went wrong."""

from __future__ import annotations

import re
import time
from collections.abc import Generator, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

from kg.errors import StoreError

LARGEST = 256 << 20  # of an answer: what is asked for is a hundredth of that
WAIT = 0.5  # seconds before the second try; doubled for each further one
LONGEST_WAIT = 30.0
BUSY = frozenset({429, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Answer:
    """What a store answered with a status that means done."""

    status: int
    media: str  # without parameters
    body: bytes


class Asked(httpx.Auth):
    """Basic or Digest, whichever the store asks for; nothing is told before it asks."""

    def __init__(self, user: str, password: str) -> None:
        self.user, self.password = user, password
        self.chosen: httpx.Auth | None = None

    def auth_flow(self, request: httpx.Request) -> Generator[httpx.Request, httpx.Response, None]:
        if self.chosen is None:
            response = yield request
            offers = ",".join(response.headers.get_list("www-authenticate")).lower()
            if response.status_code != 401:
                return
            if "digest" in offers:
                self.chosen = httpx.DigestAuth(self.user, self.password)
            elif "basic" in offers:
                self.chosen = httpx.BasicAuth(self.user, self.password)
            else:
                return
        yield from self.chosen.auth_flow(request)


def loopback(url: str) -> bool:
    """Whether an address is this machine's own."""
    host = urlsplit(url).hostname or ""
    return host in ("localhost", "::1") or bool(re.fullmatch(r"127(?:\.\d+){3}", host))


class Web:
    """Requests to one store."""

    def __init__(self, url: str, user: str, password: str, timeout: float, retries: int) -> None:
        self.user, self.timeout, self.retries = user, timeout, retries
        self.server = ""  # how the store called itself last
        self.status = 0  # of the last answer; 0: none came
        self.client = httpx.Client(
            auth=Asked(user, password) if user else None,
            timeout=httpx.Timeout(timeout, connect=min(timeout, 10.0)),
            trust_env=not loopback(url),  # a proxy is no way to this machine
            headers={"User-Agent": "region-kg"},
        )

    def __enter__(self) -> Web:
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()

    def send(
        self,
        method: str,
        url: str,
        *,
        again: bool = True,
        params: Mapping[str, str] | None = None,
        form: Mapping[str, str] | None = None,
        body: bytes | Iterable[bytes] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """The answer to a request; with `again`, one that does no harm twice is repeated when the store is busy or gone.

        Raises StoreError.
        """
        tries = 0
        while True:
            tries += 1
            wait = min(WAIT * 2 ** (tries - 1), LONGEST_WAIT)
            last = tries > self.retries
            self.status = 0
            try:
                request = self.client.build_request(
                    method, url, params=params, data=form, content=body, headers=headers
                )
                response = self.client.send(request, stream=True)
                try:
                    media = response.headers.get("content-type", "").split(";")[0].strip().lower()
                    answer = Answer(response.status_code, media, _read(response))
                    self.status = answer.status
                    self.server = response.headers.get("server", "")
                finally:
                    response.close()
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:  # nothing was sent: safe whatever it is
                if last:
                    why = str(error) or type(error).__name__
                    raise StoreError(
                        f"{url}: no connection ({why}): is the store running, and is this its address?"
                    ) from error
            except httpx.TimeoutException as error:  # it may still be at work: a second load would only slow it more
                raise StoreError(
                    f"{url}: no answer within {self.timeout:g} s; --timeout SECONDS waits longer"
                ) from error
            except httpx.TransportError as error:
                if last or not again:
                    raise StoreError(f"{url}: the connection broke off ({error or type(error).__name__})") from error
            except (httpx.DecodingError, httpx.InvalidURL) as error:
                raise StoreError(f"{url}: {error}") from error
            else:
                if answer.status < 300:
                    return answer
                if last or not again or answer.status not in BUSY:
                    raise StoreError(self._refused(method, url, answer, response.headers))
                asked = response.headers.get("retry-after", "")
                wait = min(float(asked), LONGEST_WAIT) if asked.isdigit() else wait
            time.sleep(wait)

    def _refused(self, method: str, url: str, answer: Answer, headers: Mapping[str, str]) -> str:
        status, says = answer.status, said(answer.body)
        if status < 400:
            return f"{url}: redirects to {said(headers.get('location', '').encode())}: give that address"
        if status == 401 and not self.user:
            return f"{url}: asks for a name and a password: add --user NAME and set KG_PUSH_PASSWORD"
        if status == 401:
            return f"{url}: refuses {self.user} or the password (401)"
        if status == 403:
            return f"{url}: {self.user or 'nobody in particular'} may not {method} here (403){says and ': '}{says}"
        if status in (404, 410):
            return f"{url}: nothing here ({status}): is this the address of its Graph Store Protocol?"
        if status in (405, 501):
            return f"{url}: takes no {method} ({status}): is it read-only?"
        if status == 413:
            return f"{url}: too much in one request (413): --chunk N sends at most N triples at a time"
        if status == 507:
            return f"{url}: the store is full (507){says and ': '}{says}"
        return f"{url}: the store failed ({status}){says and ': '}{says}"


def _read(response: httpx.Response) -> bytes:
    kept = bytearray()
    for piece in response.iter_bytes():
        kept += piece
        if len(kept) > LARGEST:
            raise StoreError(f"{response.url}: answers without end: stopped after {LARGEST >> 20} MB")
    return bytes(kept)


def said(body: bytes, longest: int = 160) -> str:
    """What a body says, in one line fit for a terminal: no markup, no control characters, cut."""
    text = body[: 16 * longest].decode("utf-8", "replace")
    return plain(re.sub(r"(?is)<(script|style|head)\b.*?</\1>|<[^<>]{0,400}>", " ", text), longest)


def plain(text: str, longest: int = 160) -> str:
    """One line without control characters, cut."""
    text = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return text if len(text) <= longest else text[: longest - 1] + "…"

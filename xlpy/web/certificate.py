"""A self-made certificate for https://localhost on one's own computer, for trying the add-in.

It is signed by an authority that may sign for localhost alone, and whose key is thrown away as soon
as it has signed: nobody can make another certificate that this computer would trust.
"""

import secrets
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from textwrap import wrap

from xlpy.web.der import bits, context, integer, octets, oid, printed, sequence, text, utc

_BITS = 2048
_E = 65_537
_ROUNDS = 40
_DAYS = 365
_SHA256 = "2.16.840.1.101.3.4.2.1"
_SIGNED = sequence(oid("1.2.840.113549.1.1.11"), b"\x05\x00")
_RSA = sequence(oid("1.2.840.113549.1.1.1"), b"\x05\x00")
_NAME = "2.5.4.3"
_CONSTRAINTS, _USE, _ALTERNATIVES = "2.5.29.19", "2.5.29.15", "2.5.29.17"
_NAMES, _PURPOSES = "2.5.29.30", "2.5.29.37"
_OWN_KEY, _SIGNERS_KEY = "2.5.29.14", "2.5.29.35"
_SERVER = "1.3.6.1.5.5.7.3.1"
_LOCALHOST = b"localhost"
_SMALL = [n for n in range(3, 1000, 2) if all(n % d for d in range(3, int(n**0.5) + 1, 2))]


@dataclass(frozen=True)
class Certificates:
    """PEM texts: the authority to be trusted, the server's certificate, and the server's key."""

    authority: str
    server: str
    key: str


@dataclass(frozen=True)
class _Key:
    n: int
    d: int
    p: int
    q: int

    @property
    def public(self) -> bytes:
        return sequence(_RSA, bits(sequence(integer(self.n), integer(_E))))

    @property
    def mark(self) -> bytes:
        """What names the key in certificates."""
        return sha256(self.public).digest()[:20]

    @property
    def private(self) -> bytes:
        p, q, d = self.p, self.q, self.d
        parts = (0, self.n, _E, d, p, q, d % (p - 1), d % (q - 1), pow(q, -1, p))
        return sequence(*map(integer, parts))

    def sign(self, data: bytes) -> bytes:
        """PKCS #1, version 1.5, with SHA-256."""
        size = (self.n.bit_length() + 7) // 8
        digest = sequence(sequence(oid(_SHA256), b"\x05\x00"), octets(sha256(data).digest()))
        padded = b"\x00\x01" + b"\xff" * (size - len(digest) - 3) + b"\x00" + digest
        return pow(int.from_bytes(padded, "big"), self.d, self.n).to_bytes(size, "big")


def localhost(now: datetime) -> Certificates:
    """New certificates, good for a year from a moment (UTC)."""
    authority, server = _key(), _key()
    whose, own = _named("TradeDept localhost only"), _named("localhost")
    root = _certificate(
        whose,
        whose,
        authority,
        authority,
        now,
        [
            (_CONSTRAINTS, True, sequence(b"\x01\x01\xff", integer(0))),
            (_USE, True, b"\x03\x02\x01\x06"),
            (_OWN_KEY, False, octets(authority.mark)),
            # Permitted: localhost; no other name, and no address.
            (_NAMES, True, sequence(context(0, sequence(context(2, _LOCALHOST, False))))),
        ],
    )
    signed = _certificate(
        own,
        whose,
        server,
        authority,
        now,
        [
            (_CONSTRAINTS, True, sequence()),
            (_USE, True, b"\x03\x02\x05\xa0"),
            (_OWN_KEY, False, octets(server.mark)),
            (_SIGNERS_KEY, False, sequence(context(0, authority.mark, False))),
            (_PURPOSES, False, sequence(oid(_SERVER))),
            (_ALTERNATIVES, False, sequence(context(2, _LOCALHOST, False))),
        ],
    )
    return Certificates(
        _pem("CERTIFICATE", root),
        _pem("CERTIFICATE", signed),
        _pem("RSA PRIVATE KEY", server.private),
    )


def _named(name: str) -> bytes:
    pair = sequence(oid(_NAME), text(name))
    return sequence(b"\x31" + bytes([len(pair)]) + pair)


def _certificate(
    subject: bytes,
    issuer: bytes,
    key: _Key,
    by: _Key,
    now: datetime,
    extensions: Iterable[tuple[str, bool, bytes]],
) -> bytes:
    listed = [
        sequence(oid(name), *([b"\x01\x01\xff"] if critical else []), octets(value))
        for name, critical, value in extensions
    ]
    told = sequence(
        context(0, integer(2)),
        integer(secrets.randbits(120) | 1 << 119),
        _SIGNED,
        issuer,
        # An hour before: clocks differ.
        sequence(utc(now - timedelta(hours=1)), utc(now + timedelta(days=_DAYS))),
        subject,
        key.public,
        context(3, sequence(*listed)),
    )
    return sequence(told, _SIGNED, bits(by.sign(told)))


def _pem(kind: str, data: bytes) -> str:
    lines = "\n".join(wrap(printed(data), 64))
    return f"-----BEGIN {kind}-----\n{lines}\n-----END {kind}-----\n"


def _key() -> _Key:
    while True:
        p, q = _prime(_BITS // 2), _prime(_BITS // 2)
        around = (p - 1) * (q - 1)
        if p != q and around % _E and (p * q).bit_length() == _BITS:
            return _Key(p * q, pow(_E, -1, around), max(p, q), min(p, q))


def _prime(size: int, chance: Callable[[int], int] = secrets.randbits) -> int:
    """A number of so many bits that is a prime but for a chance below 4 to the power of -40."""
    while True:
        found = chance(size) | 3 << (size - 2) | 1
        if all(found % small for small in _SMALL) and _is_prime(found):
            return found


def _is_prime(number: int) -> bool:
    """The test by Miller and Rabin."""
    odd, twos = number - 1, 0
    while not odd % 2:
        odd, twos = odd // 2, twos + 1
    for _ in range(_ROUNDS):
        power = pow(secrets.randbelow(number - 3) + 2, odd, number)
        if power in (1, number - 1):
            continue
        for _ in range(twos - 1):
            power = power * power % number
            if power == number - 1:
                break
        else:
            return False
    return True

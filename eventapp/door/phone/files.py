"""What lets a phone go on without internet: our scripts and the decoder, under a name that changes with them."""

import gzip
import hashlib
from functools import cached_property
from pathlib import Path

TYPES = {".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm"}
# Brought by the set-up: what reads codes, and what draws the one of a ticket that is given at the door.
DECODER = ("share.js", "reader/index.js", "reader/zxing_reader.wasm")
DRAWER = "lean-qr/index.mjs"


class Files:
    """The files of the scanning page, compressed once; where the decoder was not brought, the rest works without it."""

    def __init__(self, static: Path) -> None:
        own = {path.name: path for path in sorted((static / "js" / "door").glob("*.js"))}
        decoder = {f"zxing/{name}": static / "vendor" / "zxing" / name for name in DECODER}
        drawer = {name: static / "vendor" / name for name in (DRAWER,)}
        self._paths = own | {name: path for name, path in (decoder | drawer).items() if path.is_file()}
        self._ready: dict[str, tuple[bytes, bytes]] = {}

    @property
    def names(self) -> list[str]:
        return list(self._paths)

    @property
    def has_decoder(self) -> bool:
        return f"zxing/{DECODER[-1]}" in self._paths

    @cached_property
    def version(self) -> str:
        """Another one as soon as one byte of one file is."""
        content = hashlib.sha256()
        for name, path in self._paths.items():
            content.update(name.encode() + b"\0" + path.read_bytes())
        return content.hexdigest()[:12]

    def content(self, name: str) -> tuple[bytes, bytes, str] | None:
        """A file as it is, compressed, and its media type; None where there is no such file."""
        path = self._paths.get(name)
        if path is None:
            return None
        if name not in self._ready:
            plain = path.read_bytes()
            self._ready[name] = plain, gzip.compress(plain, compresslevel=9, mtime=0)
        return *self._ready[name], TYPES[path.suffix]

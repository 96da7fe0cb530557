"""Words as people type them: without capitals and accents, in Python and in both databases."""

import re
import unicodedata
from typing import Any

from sqlalchemy import Engine, String, event
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

# Letters that no decomposition makes plain, and the apostrophes that phones put in 't Hooft.
_ODD_ONES = ("ıİøØłŁđĐ’‘ʼ`", "iIoOlLdD''''")
_PLAIN = str.maketrans(*_ODD_ONES)
_MARKS = "[\u0300-\u036f\u064b-\u065f\u0670]"  # accents, and the vowel signs of Arabic
_is_mark = re.compile(_MARKS)


def fold(text: str | None) -> str:
    """The text for comparing: ozturk for Öztürk."""
    if not text or text.isascii():
        return (text or "").lower().replace("`", "'")
    return _is_mark.sub("", unicodedata.normalize("NFKD", text.translate(_PLAIN))).lower()


class folded(FunctionElement[str]):
    """The same as fold(), of a column."""

    name = "fold"
    type = String()
    inherit_cache = True


@compiles(folded)
def _folded(element: folded, compiler: Any, **options: Any) -> str:
    return f"fold({compiler.process(element.clauses, **options)})"


@compiles(folded, "postgresql")
def _folded_on_postgresql(element: folded, compiler: Any, **options: Any) -> str:
    odd, plain = (letters.replace("'", "''") for letters in _ODD_ONES)
    text = compiler.process(element.clauses, **options)
    return f"lower(regexp_replace(normalize(translate({text}, '{odd}', '{plain}'), NFKD), '{_MARKS}', '', 'g'))"


@event.listens_for(Engine, "connect")
def _teach_sqlite(connection: Any, _record: Any) -> None:
    if hasattr(connection, "create_function"):
        connection.create_function("fold", 1, fold, deterministic=True)

"""The sentences and the words of a text, as a reader meets them: without Markdown."""

import re

from markdown_it import MarkdownIt

_markdown = MarkdownIt("commonmark", {"html": False})

_SHORT_FORMS = (
    "a.s. a.u.b. afd. alg. bijv. blz. bv. ca. d.d. d.m.v. d.w.z. dhr. dr. drs. e.a. e.d. evt. excl. fam. i.o.m. "
    "i.p.v. i.s.m. i.v.m. incl. ing. ir. jl. m.b.t. m.b.v. m.i.v. m.n. m.u.v. max. mevr. min. mr. n.a.v. n.v.t. nl. "
    "nr. o.a. o.b.v. o.l.v. p.p. prof. resp. s.v.p. st. t.a.v. t.b.v. t.g.v. t.n.v. t.o.v. tel. v.a. vb. vgl. vs. "
    "z.o.z. zgn. zr."
)
ABBREVIATIONS = frozenset(_SHORT_FORMS.split())  # a full stop after these ends no sentence
SOMETIMES_LAST = frozenset(["a.u.b.", "e.a.", "e.d.", "enz.", "etc.", "n.v.t.", "s.v.p."])
END = re.compile(r"(?<![.!?…])[.!?…]+[\"'”’»)\]]*(?=\s)")
ADDRESS = re.compile(r"[(<]*(https?://|www\.|[^@]+@[^@]+$)")
WORD = re.compile(r"[^\W_]+(?:[-'’.,:][^\W_]+)*")


def sentences(text: str) -> list[str]:
    """The sentences in order; a heading and a point of a list are sentences too."""
    return [sentence for piece in _pieces(text) for sentence in _split(piece)]


def words(sentence: str) -> list[str]:
    """What is read as words: numbers too, addresses of pages and mail not."""
    return [word for piece in sentence.split() if not ADDRESS.match(piece) for word in WORD.findall(piece)]


def _pieces(text: str) -> list[str]:
    """The texts between the signs of Markdown: paragraphs, headings, points of a list, lines that are kept apart."""
    blocks = [token for token in _markdown.parse(text) if token.type == "inline"]
    lines = "\n".join("".join(_shown(part.type, part.content) for part in block.children or []) for block in blocks)
    return [" ".join(line.split()) for line in lines.split("\n") if line.strip()]


def _shown(kind: str, content: str) -> str:
    if kind in ("softbreak", "hardbreak"):
        return " " if kind == "softbreak" else "\n"
    return content if kind in ("text", "code_inline", "text_special") else ""


def _split(piece: str) -> list[str]:
    found, start = [], 0
    for end in END.finditer(piece):
        if _goes_on(piece[start : end.end()], piece[end.end() :].lstrip()):
            continue
        found.append(piece[start : end.end()].strip())
        start = end.end()
    rest = piece[start:].strip()
    return [sentence for sentence in [*found, rest] if words(sentence)]


def _goes_on(before: str, after: str) -> bool:
    """Whether this full stop belongs to a short form, an initial, a number or a pause."""
    last = before.split()[-1].lstrip("(\"'“‘").casefold()
    small = after[:1].islower()
    if last in SOMETIMES_LAST:
        return small
    if last in ABBREVIATIONS or re.fullmatch(r"([^\W\d_]\.)+", last):
        return True
    return small and bool(re.search(r"(\.\.|…|^\d+\.)$", last))

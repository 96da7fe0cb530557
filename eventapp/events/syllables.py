"""How many syllables a Dutch word has, by its spelling."""

import re
import unicodedata

DIAERESIS = "\u0308"
# What sounds as one vowel, longest first; what is not here sounds as two: so-ci-aal.
SOUNDS = re.compile(
    r"ieu(?=w)|eeu(?=w)|eau|aai|ooi|oei|i(?=eu)|eu(?!m(?![ao]))|aa|ee|oo|uu|ie|ij|ei|ui|ou|au|oe|ai|oi|[aeou]y|[aeiouy]"
)
# Borrowed words that are not said as a Dutch word would be.
BORROWED = (
    (r"\b(on|off)line", r"\1lin"),
    (r"(\bweb|\b)site", r"\1sit"),
    (r"(\bpart|\bfull|\breal|\b)time(?=s?\b)", r"\1tim"),
    (r"lifestyle", "lifstyl"),
    (r"update", "updat"),
    (r"\b(live|care|game)(?=s?\b)", lambda found: found[1][:-1]),
    (r"service", "servis"),
    (r"stakeholder", "stekholder"),
    (r"(t|str)eam", r"\1em"),
    (r"beamer", "bemer"),
    (r"coach", "cotch"),
    (r"(board|load)", lambda found: found[1].replace("oa", "o")),
    (r"qu", "kw"),
    (r"\by(?=[aeou])", "j"),
)


def count_syllables(word: str) -> int:
    """At least one; letters that are spelled out, as in GGD, and the halves of a compound count by themselves."""
    if word.isupper() and not re.search("[AEIOUY]", word):
        return sum(letter.isalpha() for letter in word) or 1
    return len(SOUNDS.findall(_as_it_sounds(word))) or 1


def _as_it_sounds(word: str) -> str:
    """Small letters without accents; a diaeresis is a break before its letter."""
    letters = unicodedata.normalize("NFD", word.casefold())
    text = re.sub(rf"([aeiou]){DIAERESIS}", r"-\1", letters)
    text = "".join(letter for letter in text if not unicodedata.combining(letter))
    for pattern, sound in BORROWED:
        text = re.sub(pattern, sound, text)
    return text

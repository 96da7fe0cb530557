"""How hard a Dutch text is to read, and where it could be easier. Advice only: it never stops anybody."""

from dataclasses import dataclass
from enum import StrEnum

from ..i18n import _, _l, ngettext
from .plain_words import hard_words
from .sentences import sentences, words
from .syllables import count_syllables

MOST_WORDS = 20  # that a sentence should have
LONG_WORD = 15  # letters
LONG_WORDS_TOO_MANY = 2
FEWEST_WORDS = 8  # below this a score says little about one sentence


class Level(StrEnum):
    EASY = "easy"
    NORMAL = "normal"
    RATHER_HARD = "rather-hard"
    HARD = "hard"


LEVELS = ((70, Level.EASY), (60, Level.NORMAL), (45, Level.RATHER_HARD))  # from which score, as Douma ranks them
LEVEL_NAMES = {
    Level.EASY: _l("This text is easy to read."),
    Level.NORMAL: _l("This text is fairly easy to read."),
    Level.RATHER_HARD: _l("This text is rather difficult to read."),
    Level.HARD: _l("This text is difficult to read."),
}


@dataclass(frozen=True)
class Hint:
    """A sentence that is too hard, and what makes it so."""

    sentence: str
    words: int
    hard_words: dict[str, str]  # with a plainer one, or nothing where we know none

    @property
    def is_long(self) -> bool:
        return self.words > MOST_WORDS

    @property
    def why(self) -> list[str]:
        """What to tell the writer, one sentence each."""
        told = []
        if self.is_long:
            told.append(
                _("The sentence has %(num)s words. Make it two sentences, or use at most %(most)s words.",
                  num=self.words, most=MOST_WORDS)
            )  # fmt: skip
        if self.hard_words:
            told.append(
                ngettext(
                    "The sentence has one difficult word.",
                    "The sentence has %(num)s difficult words.",
                    len(self.hard_words),
                )
            )
        return told or [_("Many words in this sentence are long. Can you say it with shorter words?")]


def score(text: str) -> float | None:
    """The ease of reading by Flesch as Douma fitted it to Dutch, easy above 70; nothing where there is no text.

    W.H. Douma, De leesbaarheid van landbouwbladen, Wageningen 1960: 206.835 less 0.93 for each word of a sentence and
    0.77 for each syllable of a hundred words. A number counts as a word of one syllable.
    """
    return _score([words(sentence) for sentence in sentences(text)])


def level(text: str) -> Level | None:
    """The score in a word."""
    ease = score(text)
    return None if ease is None else _level(ease)


def hints(text: str) -> list[Hint]:
    """The sentences that are too hard, in order of the text."""
    return [hint for sentence in sentences(text) if (hint := _hint(sentence))]


def _hint(sentence: str) -> Hint | None:
    found = words(sentence)
    long_words = _long_words(found)
    hard = dict.fromkeys(long_words, "") | hard_words(sentence)
    ease = _score([found])
    too_hard = (
        len(found) > MOST_WORDS
        or any(hard.values())
        or len(long_words) >= LONG_WORDS_TOO_MANY
        or (len(found) >= FEWEST_WORDS and ease is not None and _level(ease) == Level.HARD)
    )
    return Hint(sentence=sentence, words=len(found), hard_words=hard) if too_hard else None


def _long_words(found: list[str]) -> list[str]:
    """Long words, without names: those have a capital within the sentence. A hyphen makes a word readable."""
    parts = [part for n, word in enumerate(found) if n == 0 or not word[:1].isupper() for part in word.split("-")]
    return list(dict.fromkeys(part.casefold() for part in parts if len(part) >= LONG_WORD))


def _score(found: list[list[str]]) -> float | None:
    every_word = [word for sentence in found for word in sentence]
    if not every_word:
        return None
    syllables = sum(count_syllables(word) for word in every_word)
    return 206.835 - 0.93 * len(every_word) / len(found) - 77 * syllables / len(every_word)


def _level(ease: float) -> Level:
    return next((level for least, level in LEVELS if ease >= least), Level.HARD)

"""People as they come to such an evening: what many seek few offer, half are residents, some write nothing."""

from random import Random

from eventapp.connections.matching.people import Person, Question

NEEDS = ("plek", "hulp", "kennis", "contacten", "spullen", "bereik", "deelnemers", "activiteit", "verhaal", "samen")
THEMES = tuple(f"thema-{n}" for n in range(13))
NEIGHBOURHOODS = 10
SENTENCES = """
samen koken met buren, wandelen in het park, jongeren een plek geven om te praten, over eenzaamheid en bewegen, groente
verbouwen in de buurttuin, muziek maken, taal oefenen, ouderen bezoeken, leren fietsen, sporten, schilderen
"""
WORDS = SENTENCES.replace(",", "").split()


def zipf(rng: Random, codes: tuple[str, ...], most: int) -> tuple[str, ...]:
    """One or more different codes, the first of them the most likely by far."""
    weights = [1 / (n + 1) for n in range(len(codes))]
    return tuple(sorted({rng.choices(codes, weights)[0] for _n in range(rng.randint(1, most))}))


def generated(number: int, *, seed: int) -> Question:
    """So many people, the same for the same seed."""
    rng = Random(seed)
    seeks, offers = list(NEEDS), list(NEEDS)
    rng.shuffle(seeks)
    rng.shuffle(offers)
    people = tuple(_person(n + 1, rng, tuple(seeks), tuple(offers), number) for n in range(number))
    beside = tuple((n, n + 1) for n in range(1, NEIGHBOURHOODS))
    return Question(people, neighbouring=beside)


def _person(id: int, rng: Random, seeks: tuple[str, ...], offers: tuple[str, ...], number: int) -> Person:
    is_resident = rng.random() < 0.5
    return Person(
        id,
        organisation="" if is_resident else f"organisatie-{rng.randrange(max(number // 4, 1))}",
        seeks=() if rng.random() < 0.15 else zipf(rng, seeks, 2),
        offers=() if rng.random() < 0.15 else zipf(rng, offers, 3),
        cap=rng.choice((1, 2, 3)),
        themes=() if rng.random() < 0.1 else zipf(rng, THEMES, 3),
        neighbourhood=rng.randint(0, NEIGHBOURHOODS),
        sentence="" if rng.random() < 0.35 else " ".join(rng.choices(WORDS, k=rng.randint(4, 14))),
    )

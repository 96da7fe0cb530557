"""What the scripts of the scanning page decide is what the house decides, whatever it is about."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eventapp import tokens
from eventapp.door import rules
from eventapp.door.facts import Fact, Presence, fold, standing
from eventapp.door.guests import sealed
from eventapp.door.places import entrance_at, entrances_of
from eventapp.tickets.codes import code_of_reference, read_code, read_token, ticket_address, ticket_reference

from ..door.doors import NINE, fact
from ..door.test_facts import histories

ODD = [
    "",
    " ",
    "\x00",
    "ß" * 400,
    "<script>alert(1)</script>",
    "https://elders.voorbeeld.nl/menu",
    "K7M 4QX\n",
    "k7m–4qx",
]


def as_phones_write(each: Fact) -> dict:
    return {
        "id": each.id, "device": each.device, "seq": each.seq, "kind": each.kind, "ref": each.reference,
        "place": each.place, "people": each.people, "at": int(each.at.timestamp() * 1000), "offset": each.offset_ms,
        "undoOf": each.undo_of,
    }  # fmt: skip


@given(histories())
def test_the_fold_on_a_phone_is_the_fold_in_the_house(script, facts):
    state = fold(facts)

    told = script.ask(command="fold", facts=[as_phones_write(each) for each in facts])

    assert told["people"] == state.people()
    at_entrance = [(reference, presence) for (reference, place), presence in state.presences.items() if not place]
    signed_up = [presence.people for reference, presence in at_entrance if reference not in state.given]
    assert told["signedUp"] == sum(signed_up)
    assert told["withoutTicket"] == [each.id for each in state.without_ticket]
    assert {key: rest for key, *rest in told["presences"]} == {
        f"{reference} {place}": [
            presence.people,
            presence.admission.id if presence.admission else None,
            [each.id for each in presence.more],
            [each.id for each in presence.duplicates],
        ]
        for (reference, place), presence in state.presences.items()
    }


@given(histories())
def test_what_stands_on_a_phone_is_what_stands_in_the_house(script, facts):
    told = script.ask(command="standing", facts=[as_phones_write(each) for each in facts])

    assert told == [each.id for each in standing(facts)]


@given(
    st.one_of(
        st.text(max_size=60), st.sampled_from(ODD), st.from_regex(r"[2-9A-Za-z][2-9A-Za-z\- .]{4,8}", fullmatch=True)
    )
)
def test_a_code_is_read_in_the_same_way(script, text):
    assert script.ask(command="read", text=text) == {"token": read_token(text), "code": read_code(text)}


@pytest.mark.parametrize("base_url", ["https://pact.voorbeeld.nl", "http://localhost:8000", "http://[::1]:8000"])
def test_the_address_of_a_ticket_is_read_and_leads_to_the_same_reference(script, base_url):
    token = tokens.new_token()

    for scanned in (ticket_address(base_url, token), token.lower(), f" {token} "):
        assert script.ask(command="read", text=scanned)["token"] == token == read_token(scanned)
    assert script.ask(command="reference", token=token) == ticket_reference(token)


def test_a_ticket_that_a_phone_gives_is_read_like_any_other_and_has_the_same_short_code(script):
    token = script.ask(command="token")
    reference = ticket_reference(token)

    assert read_token(token) == token
    assert script.ask(command="code", ref=reference) == code_of_reference(reference)
    assert read_code(code_of_reference(reference)) == code_of_reference(reference)
    assert script.ask(command="token") != token


def test_a_phone_finds_who_got_a_ticket_at_a_door_by_the_whole_code_and_by_the_short_one(script):
    ref, other = ticket_reference(tokens.new_token()), ticket_reference(tokens.new_token())
    given = as_phones_write(fact("a", "walkIn", people=2, reference=ref)) | {"name": "Zoë"}
    guest = {"ref": ref, "says": "welcome", "name": "Zoë", "people": 2}
    without_ticket = as_phones_write(fact("b", "walkIn", reference=None))

    def found(**which):
        return script.ask(command="walkIn", facts=[without_ticket, given], list={"hasOwnList": False}, **which)

    assert found(ref=ref) == found(code=code_of_reference(ref)) == guest
    assert found(ref=other) is found(code=code_of_reference(other)) is None
    assert script.ask(command="walkIn", facts=[given], list={"hasOwnList": True}, ref=ref)["says"] == "other-session"


@pytest.mark.one_database
@pytest.mark.parametrize("hours", [-9, 0, 18, 18.99, 19, 42.9, 43, 99])
def test_a_phone_knows_which_day_it_is_as_the_house_does(app, script, hours):
    at, ends_at = NINE + timedelta(hours=hours), NINE + timedelta(days=2)
    days = [{"from": since.isoformat(), "place": place} for since, place in entrances_of(NINE, ends_at)]

    place = script.ask(command="place", moment=int(at.timestamp() * 1000), list={"place": "", "days": days})

    assert place == entrance_at(at, starts_at=NINE, ends_at=ends_at)
    assert script.ask(command="place", moment=0, list={"place": "sessie-7", "days": []}) == "sessie-7"


def test_a_row_of_the_list_opens_with_its_token_and_with_no_other(script):
    token, value = tokens.new_token(), {"name": "Zoë 't Hooft 🎉 فاطمة", "people": 3}
    box = sealed(value, token=token)

    assert script.ask(command="unsealed", box=box, token=token) == value
    assert script.ask(command="unsealed", box=box, token=tokens.new_token()) is None
    assert script.ask(command="unsealed", box=box[:-8] + "AAAAAAA=", token=token) is None


@given(
    party=st.integers(1, 5),
    came=st.lists(st.integers(1, 5), max_size=3),
    status=st.sampled_from(["confirmed", "waiting", "cancelled", "asked"]),
)
def test_a_phone_says_what_the_house_says(script, party, came, status):
    ticket = rules.TicketAtDoor("fatima", 1, "Fatima", party, "", status, "published", NINE, NINE + timedelta(hours=2))
    facts = [fact(str(n), "more" if n else "in", minute=n, people=people) for n, people in enumerate(came)]
    presence = fold(facts).of("fatima")
    alone = rules.verdict(ticket, Presence(), event_id=1, now=NINE)
    expected = rules.verdict(ticket, presence, event_id=1, now=NINE)

    told = script.ask(
        command="verdict",
        guest={"ref": "fatima", "says": alone.kind, "people": party},
        facts=[as_phones_write(each) for each in facts],
    )

    assert told == {"kind": expected.kind, "inside": presence.people, "most": expected.most}

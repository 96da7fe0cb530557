"""What an event may ask, and what becomes of the answers."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup

from eventapp.database import db
from eventapp.events.actions import copy_event
from eventapp.events.questions import actions, queries, rules
from eventapp.events.questions.actions import Asked
from eventapp.events.questions.models import Kind
from eventapp.events.staff_rules import Section
from eventapp.formats import local
from eventapp.privacy.actions import erase_due
from eventapp.registrations.answers import answer_text, answers_of, count_answers
from eventapp.registrations.models import Registration

from ..conftest import NOON
from ..make import make_account, make_event, make_organisation, make_question, make_registration, sign_in


def soup(answer) -> BeautifulSoup:
    return BeautifulSoup(answer.text, "html5lib")


REFUSED = """Wat is uw bloeddruk?
Wat is uw gewicht?
Hoeveel weegt u?
Wat is uw BMI?
Hebt u een diagnose?
Welke ziekte hebt u?
Gebruikt u medicijnen?
Welke medicatie gebruikt u?
Wat is uw HbA1c?
Hebt u suikerziekte?
Hebt u diabetes type 2?
Hebt u een handicap?
Bent u gehandicapt?
Welke beperking hebt u?
Bent u chronisch ziek?
Wat is uw cholesterol?
Wat is uw bloedsuiker?
Wat is uw hartslag?
Wat is uw lengte?
Hebt u kanker gehad?
Hebt u astma of COPD?
Hebt u reuma?
Bent u zwanger?
Hebt u psychische problemen?
Bent u depressief?
Hebt u dementie in de familie?
Hebt u last van uw knie?
Hebt u pijn bij het lopen?
Bent u ooit geopereerd?
Bent u onder behandeling?
Hebt u een hartinfarct gehad?
Gebruikt u insuline?
Wat is uw buikomvang?
Hoe is uw gezondheid?
Welke aandoening hebt u?
Hebt u corona gehad?
What is your weight?
Which illness do you have?
Tansiyonunuz kaç?
Hangi hastalığınız var?
ما هو وزنك؟
هل لديك مرض السكري؟""".splitlines()

ALLOWED = """Hebt u dieetwensen?
Komt u met een rolstoel?
Hebt u een tolk nodig?
Hebt u een allergie voor eten?
Eet u mee?
Eet u vegetarisch?
Drinkt u koffie of thee met suiker?
Van welke organisatie komt u?
Wat is uw functie?
Werkt u in een ziekenhuis?
Welke workshop kiest u?
Hoe komt u naar het buurthuis?
Wilt u een parkeerplaats?
Neemt u een hulphond mee?
Hebt u een ringleiding nodig?
In welke wijk woont u?
Hoeveel kinderen neemt u mee?
Wat wilt u leren?
Wat hoopt u te bereiken?
Wilt u een praatje houden?
Bij welke gezondheidsorganisatie werkt u?
Mogen wij een foto van u maken?
Welke taal spreekt u het liefst?
Wilt u een kraam op de markt?
Hoe lang mag de wandeling zijn?""".splitlines()


@pytest.mark.parametrize("label", REFUSED)
def test_a_measurement_or_an_illness_is_refused(label):
    with pytest.raises(rules.AsksHealth):
        rules.check_health([label])


@pytest.mark.parametrize("label", ALLOWED)
def test_a_practical_need_may_be_asked(label):
    assert rules.health_word(label) == ""


@pytest.mark.parametrize(
    "typed, kept",
    [("12", "12"), ("2,50", "2.5"), ("-3", "-3"), ("1000000001", None), ("veel", None), ("1e5", None), ("-0", "0")],
)
def test_a_number_is_whole_or_has_a_comma(typed, kept):
    assert rules.number_said(typed) == kept


def test_an_option_that_is_called_otherwise_keeps_its_number():
    known = {"1": "Trein", "2": "Fiets"}

    def numbered(*labels):
        return rules.numbered_options(labels, known=known, old={}, is_answered=False)

    assert numbered("Trein of bus", "Fiets") == {"1": "Trein of bus", "2": "Fiets"}
    assert numbered("Fiets", "Auto", "Trein") == {"2": "Fiets", "3": "Auto", "1": "Trein"}


def test_other_words_are_another_answer_once_people_answered():
    known = {"1": "Trein", "2": "Fiets"}

    numbered = rules.numbered_options(["Auto", "Fiets"], known=known, old={}, is_answered=True)

    assert numbered == {"3": "Auto", "2": "Fiets"}


def ask_about_lunch(event):
    lunch = make_question(event, kind=Kind.YES_NO, label="Eet u mee?", required=True)
    wish = make_question(event, label="Wat eet u niet?", required=True, depends_on_id=lunch.id, depends_answer="yes")
    return lunch, wish


FORM = {"name": "Fatima", "reach": "none", "people": "1", "press": "A" * 26}


def post(client, event, **answers):
    return client.post(f"/en/agenda/{event.slug}/aanmelden", data=FORM | answers)


def said(event):
    ids = db.session.scalars(db.select(Registration.id).where(Registration.event_id == event.id)).all()
    found = answers_of(ids)
    return [found.get(each, {}) for each in ids]


def test_a_required_question_is_asked_again_with_what_was_typed(client, now):
    event = make_event()
    _lunch, wish = ask_about_lunch(event)

    answer = post(client, event, **{wish.name: "noten"})

    assert answer.status_code == 422
    assert "Answer this question: Eet u mee?" in answer.text
    assert 'value="noten"' in answer.text
    assert said(event) == []


def test_a_question_that_depends_is_required_only_after_that_answer(client, now):
    event = make_event()
    lunch, wish = ask_about_lunch(event)

    assert post(client, event, **{lunch.name: "yes"}).status_code == 422
    assert post(client, event, **{lunch.name: "no", wish.name: "noten"}).status_code == 303
    assert said(event) == [{lunch.id: "no"}]


def test_an_answer_to_a_question_that_is_gone_is_ignored(client, now):
    event = make_event()
    question = make_question(event)
    actions.remove(question.id, event_id=event.id, staff_id=make_account().id, now=NOON)

    assert post(client, event, **{question.name: "koken"}).status_code == 303
    assert said(event) == [{}]


def test_the_same_press_with_another_answer_is_no_second_sign_up(client, now):
    event = make_event()
    question = make_question(event)

    first = post(client, event, **{question.name: "koken"})
    same = post(client, event, **{question.name: "koken"})
    other = post(client, event, **{question.name: "fietsen"})

    assert (first.location, first.status_code, other.status_code) == (same.location, 303, 422)
    assert said(event) == [{question.id: "koken"}]


def test_an_option_that_does_not_exist_is_refused(client, now):
    event = make_event()
    question = make_question(event, kind=Kind.CHOICE, options=("Trein", "Fiets"))

    assert post(client, event, **{question.name: "9"}).status_code == 422
    assert post(client, event, **{question.name: "2"}).status_code == 303
    assert said(event) == [{question.id: "2"}]


def test_who_signed_up_changes_an_answer(client, now):
    event = make_event()
    question = make_question(event, kind=Kind.SEVERAL, options=("Soep", "Brood", "Fruit"))
    registration = make_registration(event, answers=((question.id, "1,3"),))

    shown = client.get(f"/en/mijn/{registration.key}/veranderen")
    changed = client.post(
        f"/en/mijn/{registration.key}/veranderen", data={"name": "Fatima", "people": "1", question.name: ["2"]}
    )

    assert shown.text.count("checked") == 2
    assert changed.status_code == 303
    assert said(event) == [{question.id: "2"}]


def test_an_organiser_adds_changes_moves_and_removes_questions(client, now):
    house = make_organisation()
    event = make_event(organisations=[house])
    sign_in(client, make_account(house))
    page = f"/en/organiseren/activiteiten/{event.slug}/vragen"
    typed = {"label": "Hoe komt u?", "purpose": "Voor de stalling.", "kind": "choice", "options": "Trein\nFiets"}

    assert client.post(f"{page}/nieuw", data=typed).status_code == 303
    assert client.post(f"{page}/nieuw", data=typed | {"label": "Eet u mee?", "kind": "yes-no"}).status_code == 303
    first, second = queries.questions_of(event.id)
    assert client.post(f"{page}/{first.id}", data=typed | {"options": "Trein of bus\nFiets"}).status_code == 303
    assert client.post(f"{page}/{second.id}/verplaatsen", data={"to": "up"}).status_code == 303
    assert [each.label for each in queries.questions_of(event.id)] == ["Eet u mee?", "Hoe komt u?"]
    assert queries.questions_of(event.id)[1].options == {"1": "Trein of bus", "2": "Fiets"}
    assert client.post(f"{page}/{second.id}/weg").status_code == 303
    assert [each.label for each in queries.questions_of(event.id)] == ["Hoe komt u?"]


def test_an_organiser_reads_why_an_illness_is_not_asked(client, now):
    house = make_organisation()
    event = make_event(organisations=[house])
    sign_in(client, make_account(house))

    answer = client.post(
        f"/en/organiseren/activiteiten/{event.slug}/vragen/nieuw",
        data={"label": "Wat is uw bloeddruk?", "purpose": "Voor de test.", "kind": "text"},
    )

    assert answer.status_code == 422
    assert "We keep no health data." in answer.text
    assert 'value="Wat is uw bloeddruk?"' in answer.text
    assert queries.questions_of(event.id) == []


def test_a_question_that_others_depend_on_stays(app):
    event = make_event()
    lunch, _wish = ask_about_lunch(event)
    staff_id = make_account().id

    with pytest.raises(rules.OthersDepend):
        actions.remove(lunch.id, event_id=event.id, staff_id=staff_id, now=NOON)
    with pytest.raises(rules.NotThatAnswer):
        actions.move(lunch.id, event_id=event.id, up=False, staff_id=staff_id, now=NOON)
    with pytest.raises(rules.OthersDepend):
        asked = Asked(kind=Kind.TEXT, label="Eet u mee?", purpose="Voor de lunch.")
        actions.change(lunch.id, asked, event_id=event.id, count_answers=count_answers, staff_id=staff_id, now=NOON)


def test_a_question_that_somebody_answered_keeps_its_kind_and_may_get_other_words(client, now):
    house = make_organisation()
    event = make_event(organisations=[house])
    question = make_question(event, label="Hoe komt u?", kind=Kind.CHOICE, options=("Trein", "Fiets"))
    make_registration(event, answers=((question.id, "2"),))
    sign_in(client, make_account(house))
    page = f"/en/organiseren/activiteiten/{event.slug}/vragen/{question.id}"
    typed = {"label": "Hoe reist u?", "purpose": "Voor de stalling.", "kind": "choice", "options": "Trein\nEen fiets"}

    refused = client.post(page, data=typed | {"kind": "text"})
    changed = client.post(page, data=typed)

    assert refused.status_code == 422
    assert "People answered this question." in refused.text
    assert changed.status_code == 303
    asked = queries.questions_of(event.id)[0]
    assert (asked.label, asked.options) == ("Hoe reist u?", {"1": "Trein", "3": "Een fiets"})
    assert answer_text(asked, "2") == "Fiets"  # what was said stays what was said


def test_who_signed_up_sees_what_was_answered(client, now):
    event = make_event()
    question = make_question(event, label="Wat eet u?", kind=Kind.SEVERAL, options=("Soep", "Brood"))
    registration = make_registration(event, answers=((question.id, "1,2"),))

    text = " ".join(soup(client.get(f"/en/mijn/{registration.key}")).main.get_text(" ").split())

    assert "Wat eet u? Soep, Brood" in text


def test_an_organiser_adds_somebody_with_answers_and_changes_them(client, now):
    house = make_organisation()
    event = make_event(organisations=[house])
    question = make_question(event, required=True)
    sign_in(client, make_account(house))
    base = f"/en/organiseren/activiteiten/{event.slug}/aanmeldingen"
    typed = {"name": "Joke", "people": "1", "reach": "none", "language": "nl", "press": "A" * 26}

    assert client.post(f"{base}/nieuw", data=typed | {question.name: "Koken"}).status_code == 303
    [joke] = db.session.scalars(db.select(Registration))
    assert said(event) == [{question.id: "Koken"}]
    assert client.post(f"{base}/{joke.id}", data=typed | {question.name: "Bakken"}).status_code == 303
    assert said(event) == [{question.id: "Bakken"}]
    assert client.post(f"{base}/{joke.id}", data=typed | {question.name: ""}).status_code == 303
    assert said(event) == [{}]


def test_answers_are_erased_with_the_registration_and_a_copy_asks_the_same(app):
    event = make_event()
    lunch, wish = ask_about_lunch(event)
    registration = make_registration(event, answers=((lunch.id, "yes"), (wish.id, "noten")))
    later = event.ends_at + timedelta(days=400)

    copy = copy_event(event.id, keep=[Section.SIGN_UP], starts_at=local(later), staff_id=None, now=NOON)
    erase_due(now=later)

    copied = queries.questions_of(copy.id)
    assert [each.label for each in copied] == ["Eet u mee?", "Wat eet u niet?"]
    assert (copied[1].depends_on_id, copied[1].depends_answer) == (copied[0].id, "yes")
    assert answers_of([registration.id]) == {}


def test_a_removed_question_stays_in_the_file_and_no_answer_is_a_formula(client, now):
    house = make_organisation()
    event = make_event(organisations=[house])
    account = make_account(house, tf_primary_method="authenticator")
    question = make_question(event)
    make_registration(event, name="Fatima", answers=((question.id, "=1+1"),))
    actions.remove(question.id, event_id=event.id, staff_id=account.id, now=NOON)

    sign_in(client, account)
    text = client.post(f"/en/organiseren/activiteiten/{event.slug}/aanmeldingen/export").text

    heading, line = text.splitlines()
    assert heading.endswith("Wat wilt u leren? (removed)")
    assert line.endswith("'=1+1")


def test_answers_stand_in_the_list_are_counted_and_can_be_looked_for(client, now):
    house = make_organisation()
    event = make_event(slug="lunch", capacity=3, organisations=[house])
    eats = make_question(event, label="Wat eet u?", kind=Kind.SEVERAL, options=("Soep", "Brood", "Fruit"))
    stays = make_question(event, label="Blijft u?", kind=Kind.YES_NO)
    for name, answers in {
        "Ana": ((eats.id, "1,2"), (stays.id, "yes")),
        "Ben": ((eats.id, "2"), (stays.id, "no")),
        "Cas": (),
        "Dik": ((eats.id, "1"),),  # waits
    }.items():
        make_registration(event, name=name, answers=answers)
    sign_in(client, make_account(house))
    base = "/en/organiseren/activiteiten/lunch"

    questions = soup(client.get(f"{base}/vragen")).select(".panel .chips a")
    everybody = soup(client.get(f"{base}/aanmeldingen"))
    bread = soup(client.get(f"{base}/aanmeldingen?answer={eats.id}-2"))

    assert [" ".join(each.text.split()) for each in questions] == ["Soep 1", "Brood 2", "Fruit 0", "yes 1", "no 1"]
    assert questions[1]["href"] == f"{base}/aanmeldingen?answer={eats.id}-2"
    lines = {row.th.a.text: [each.text for each in row.th.select(".sub")[1:]] for row in everybody.select("tbody tr")}
    assert lines == {
        "Ana": ["Wat eet u?: Soep, Brood", "Blijft u?: yes"],
        "Ben": ["Wat eet u?: Brood", "Blijft u?: no"],
        "Cas": [],
        "Dik": ["Wat eet u?: Soep"],
    }
    assert [each.text for each in bread.select("tbody th bdi")] == ["Ben", "Ana"]
    assert [each.text.strip() for each in bread.select(".chips [aria-current=true]")] == ["Wat eet u?: Brood"]
    for strange in ("x", "9-", f"{eats.id}-%", "99999999999-1", f"{eats.id}-2'"):
        assert client.get(f"{base}/aanmeldingen", query_string={"answer": strange}).status_code == 200
    without = soup(client.get(f"{base}/aanmeldingen?columns=name-people"))
    assert without.select("tbody .sub") == []


def test_a_file_leaves_answers_out_where_their_column_is_off(client, now):
    house = make_organisation()
    event = make_event(organisations=[house])
    question = make_question(event)
    make_registration(event, answers=((question.id, "Koken"),))
    sign_in(client, make_account(house, tf_primary_method="authenticator"))
    address = f"/en/organiseren/activiteiten/{event.slug}/aanmeldingen/export"

    assert "Koken" in client.post(address).text
    assert "Koken" not in client.post(address, data={"columns": "name-people"}).text

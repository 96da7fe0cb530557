"""What an event asks of who signs up, as its organisers write it."""

from collections import Counter

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from ... import clock
from ...errors import Refusal
from ...guards import for_organisers_of_event
from ...i18n import _
from ...organisations.rules import Staff
from ...registrations.answers import choosable, count_answers, tally
from ..models import Event
from . import actions, queries
from .models import Question
from .staff_forms import KINDS, QuestionForm

bp = Blueprint("questions_staff", __name__, url_prefix="/organiseren/activiteiten/<slug>/vragen")

QUESTION = "/<int:question_id>"


def question_of(event: Event, question_id: int) -> Question:
    return queries.question_of_event(question_id, event_id=event.id) or abort(404)


@bp.get("")
@for_organisers_of_event
def index(staff: Staff, event: Event):
    asked = queries.all_questions_of(event.id)
    counts = tally(event.id)
    page = {
        "questions": [each for each in asked if not each.removed_at],
        "kinds": KINDS,
        "tallies": {each.id: tally_lines(each, counts[each.id]) for each in asked if each.id in counts},
        "tab": "questions",
    }
    return render_template("organise/questions/index.html", event=event, **page)


def tally_lines(question: Question, counts: Counter[str]) -> list[tuple[str, str, int]]:
    """Each answer that can be chosen or was: in the address of the list, in words, and how often."""
    return [
        (f"{question.id}-{value}", words, counts[value])
        for value, words in choosable(question).items()
        if counts[value] or value not in question.old_options
    ]


@bp.route("/nieuw", methods=["GET", "POST"])
@for_organisers_of_event
def add(staff: Staff, event: Event):
    form = QuestionForm(others=queries.questions_of(event.id))
    if form.validate_on_submit():
        try:
            actions.add(event.id, form.asked(), staff_id=staff.account_id, now=clock.now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(_("Saved."), "success")
            return redirect(url_for(".index", slug=event.slug), code=303)
    page = {"form": form, "question": None, "tab": "questions"}
    return render_template("organise/questions/edit.html", event=event, **page), form.status


@bp.route(QUESTION, methods=["GET", "POST"])
@for_organisers_of_event
def edit(staff: Staff, event: Event, question_id: int):
    question = question_of(event, question_id)
    asked = queries.questions_of(event.id)
    form = QuestionForm(question, others=asked[: asked.index(question)])
    answers = count_answers(question_id)
    if form.validate_on_submit():
        try:
            actions.change(
                question_id,
                form.asked(),
                event_id=event.id,
                count_answers=count_answers,
                staff_id=staff.account_id,
                now=clock.now(),
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(_("Saved."), "success")
            return redirect(url_for(".index", slug=event.slug), code=303)
    page = {"form": form, "question": question, "answers": answers, "tab": "questions"}
    return render_template("organise/questions/edit.html", event=event, **page), form.status


@bp.post(f"{QUESTION}/verplaatsen")
@for_organisers_of_event
def move(staff: Staff, event: Event, question_id: int):
    question_of(event, question_id)
    up = request.form.get("to") == "up"
    return done_or_told(event, actions.move, question_id, up=up, staff=staff)


@bp.post(f"{QUESTION}/weg")
@for_organisers_of_event
def remove(staff: Staff, event: Event, question_id: int):
    question_of(event, question_id)
    return done_or_told(event, actions.remove, question_id, staff=staff)


def done_or_told(event: Event, action, question_id: int, *, staff: Staff, **how):
    """Do it; or say why not."""
    try:
        action(question_id, event_id=event.id, **how, staff_id=staff.account_id, now=clock.now())
    except Refusal as refusal:
        flash(str(refusal), "error")
    return redirect(url_for(".index", slug=event.slug), code=303)

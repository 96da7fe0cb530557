"""What all commands share: each says in one sentence what is wrong, and then nothing has changed."""

from typing import Any, NoReturn

import click
from flask.cli import AppGroup
from sqlalchemy.exc import DBAPIError

from ..errors import Refusal
from ..events.models import Event
from ..events.queries import event_by_slug
from ..i18n import in_language

LARGEST_ID = 2**31 - 1
ID = click.IntRange(1, LARGEST_ID)


class Command(click.Command):
    """A command that ends in a sentence where it cannot go on."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except Refusal as refusal:
            with in_language("en"):
                stop(str(refusal))
        except DBAPIError as error:
            words = str(error.orig).splitlines()[0]
            stop(f"The database says: {words}. Nothing was changed. Is its schema up to date? (flask db upgrade)")


class Commands(AppGroup):
    command_class = Command


def stop(sentence: str) -> NoReturn:
    """Say it on stderr, and end with 1."""
    raise click.ClickException(sentence)


def event_at(slug: str) -> Event:
    """The event with this slug, a draft too."""
    return event_by_slug(slug) or stop(f"There is no event {slug!r}.")

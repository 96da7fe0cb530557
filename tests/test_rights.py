"""Who of the staff may open which page: every route, as everybody, compared with the table in the docs."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask

from config import ROOT
from eventapp.organisations.rules import Role

from .make import make_account, make_event, make_network, make_organisation, sign_in

TABLE = ROOT / "docs" / "rechten.md"
WHO = ("niemand", "kijker", "organisator", "een andere organisatie", "beheerder")


def staff_routes(app: Flask) -> Iterator[tuple[str, str, str]]:
    """Method, endpoint and address of every page that staff sign in for."""
    adapter = app.url_map.bind("localhost")
    for rule in app.url_map.iter_rules():
        guard = getattr(app.view_functions[rule.endpoint], "guard", "")
        if guard not in ("staff", "administrator", "viewers of event", "organisers of event", "organisers of network"):
            continue
        values = {name: "hier" if name == "slug" else "1" for name in rule.arguments}
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            yield method, re.sub(r"<[^>:]*:", "<", rule.rule), adapter.build(rule.endpoint, values, method=method)


def outcome(answer) -> str:
    if answer.status_code == 302 and "/inloggen" in answer.headers["Location"]:
        return "inloggen"
    return "nee" if answer.status_code == 403 else "ja"


@pytest.mark.one_database  # who may open a page is decided before the database is asked for it
def test_every_route_refuses_whoever_the_table_refuses(app):
    ours, theirs = make_organisation(), make_organisation()
    make_event(slug="hier", status="draft", organisations=[ours])
    make_network(slug="hier", organisation_id=ours.id)
    found = {}
    for method, rule, address in sorted(staff_routes(app)):
        people = {
            "niemand": None,
            "kijker": make_account(ours, role=Role.VIEWER),
            "organisator": make_account(ours),
            "een andere organisatie": make_account(theirs),
            "beheerder": make_account(is_administrator=True),
        }
        row = []
        for who in WHO:
            browser, account = app.test_client(), people[who]
            row.append(outcome((sign_in(browser, account) if account else browser).open(address, method=method)))
        found[f"{method} {rule}"] = row

    assert found == table_in_the_docs()


def table_in_the_docs() -> dict[str, list[str]]:
    rows = re.findall(r"^\| `([^`]+)` \|(.+)\|$", TABLE.read_text(), re.MULTILINE)
    return {page: [cell.strip() for cell in cells.split("|")] for page, cells in rows}

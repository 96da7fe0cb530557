"""Members who were written to before invitations were rows: their links still work, and nobody is written to twice."""

from flask_migrate import downgrade, upgrade

from eventapp import create_app
from eventapp.database import db
from eventapp.mail.models import Letter
from eventapp.registrations.invitations import queries
from eventapp.registrations.invitations.actions import invite_members
from eventapp.registrations.invitations.models import Invitation

from ..conftest import NOON, settings_for
from ..make import make_account, make_event, make_member, make_network, make_registration


def test_letters_of_before_become_invitations(database_url, apps, new_database):
    app = create_app(settings_for(new_database(database_url.split(":")[0].split("+")[0], "before")))
    with app.app_context():
        upgrade()
        network = make_network()
        ana, ben = (make_member(network, name=name, email=f"{name}@voorbeeld.nl") for name in ("ana", "ben"))
        event = make_event(networks=[network])
        invite_members(event.id, [network.id], expected=2, by=make_account().id, now=NOON)
        made = make_registration(event, email="ben@voorbeeld.nl")
        for letter in db.session.scalars(db.select(Letter).where(Letter.kind == "invitation")):
            letter.facts = letter.facts | {"key": f"{event.id}/{letter.to_address}"}
        db.session.commit()

        downgrade(revision="0015")
        upgrade()

        db.session.expire_all()
        rows = db.session.scalars(db.select(Invitation).order_by(Invitation.id)).all()
        assert [(row.key, row.member_id, row.answer, row.registration_id) for row in rows] == [
            (f"{event.id}-ana@voorbeeld.nl", ana.id, "", None),
            (f"{event.id}-ben@voorbeeld.nl", ben.id, "yes", made.id),
        ]
        assert [each.name for each in queries.members_to_invite(event, [network.id])] == []
        assert queries.invitation_by_key(f"{event.id}-ana@voorbeeld.nl").name == "ana"
        db.session.remove()
        db.engine.dispose()

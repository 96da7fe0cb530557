"""create_app: the table of contents."""

from flask import Flask

from config import Settings

from . import cli, database, errors, formats, i18n, logs, web
from .accounts import security
from .api.views import bp as api
from .connections.profiles.views import bp as profiles
from .door.paper.staff_views import bp as door_paper_staff
from .door.phone.views import bp as door_phone
from .door.staff_views import bp as door_staff
from .door.stations.views import bp as stations
from .door.views import bp as door
from .door.visitors.staff_views import bp as visitors_staff
from .door.visitors.views import bp as visitors
from .events.proposals.staff_views import bp as proposals_staff
from .events.proposals.views import bp as proposals
from .events.questions.staff_views import bp as questions_staff
from .events.series.staff_views import bp as series_staff
from .events.staff_views import bp as events_staff
from .events.views import bp as events
from .house.staff_views import bp as house_staff
from .mail.samples.staff_views import bp as samples_staff
from .mail.sender import lookups
from .mail.sender.staff_views import bp as sender_staff
from .mail.staff_views import bp as mail_staff
from .mail.views import bp as mailbox
from .organisations import watching
from .organisations.networks.staff_views import bp as networks_staff
from .organisations.networks.views import bp as networks
from .organisations.networks.views import leaving
from .organisations.staff_views import bp as organise
from .organisations.staff_views import manage
from .programme.staff_views import bp as programme_staff
from .programme.views import bp as programme
from .registrations.approval.staff_views import bp as approval_staff
from .registrations.choices.staff_views import bp as choices_staff
from .registrations.choices.views import bp as choices
from .registrations.delivery.staff_views import bp as delivery_staff
from .registrations.invitations.staff_views import bp as invitations_staff
from .registrations.invitations.views import bp as invitations
from .registrations.own_words.staff_views import bp as own_words_staff
from .registrations.series.views import bp as series
from .registrations.staff_views import bp as registrations_staff
from .registrations.views import bp as registrations
from .sharing.staff_views import bp as sharing_staff
from .sharing.views import bp as sharing
from .site.staff_views import bp as site_staff
from .site.views import bp as site
from .subscriptions.staff_views import bp as subscriptions_staff
from .subscriptions.views import bp as subscriptions


def create_app(settings: Settings) -> Flask:
    """The whole service, for these settings."""
    app = Flask(__name__, template_folder="../templates", static_folder="../static", static_url_path="/static")
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=settings.secret_key,
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        MAX_CONTENT_LENGTH=256 * 1024,
        MAX_FORM_MEMORY_SIZE=256 * 1024,
        WTF_CSRF_ENABLED=False,  # web.refuse_other_sites does it without a cookie
    )
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    for part in (database, i18n, web, errors, logs, security, watching, lookups, cli):
        part.init_app(app)

    app.register_blueprint(events)  # / /agenda /agenda/<slug>
    app.register_blueprint(proposals)  # /voorstellen
    app.register_blueprint(proposals_staff)  # /beheer/voorstellen
    app.register_blueprint(registrations)  # /agenda/<slug>/aanmelden /mijn
    app.register_blueprint(choices)  # /mijn/<key>/programma
    app.register_blueprint(invitations)  # /uitnodiging/<key>
    app.register_blueprint(profiles)  # /mijn/<key>/kennismaken /agenda/<slug>/kennismaken /kennismaken/<key>
    app.register_blueprint(series)  # /reeks/<slug>
    app.register_blueprint(door)  # /T/<token> /deur
    app.register_blueprint(stations)  # /deur/tafels /nummer/<key> /scherm/<key>
    app.register_blueprint(door_phone)  # /deur/scannen
    app.register_blueprint(api)  # /api/v1
    app.register_blueprint(door_staff)  # /organiseren/activiteiten/<slug>/deur
    app.register_blueprint(visitors)  # /binnen/<key>
    app.register_blueprint(visitors_staff)  # /organiseren/activiteiten/<slug>/deur/zelf
    app.register_blueprint(door_paper_staff)  # /organiseren/activiteiten/<slug>/deur/papier
    app.register_blueprint(networks)  # /netwerken
    app.register_blueprint(leaving)  # /netwerken/uitschrijven
    app.register_blueprint(subscriptions)  # /abonneren
    app.register_blueprint(subscriptions_staff)  # /beheer/abonnementen /organiseren/netwerken/<slug>/update
    app.register_blueprint(organise)  # /organiseren
    app.register_blueprint(networks_staff)  # /organiseren/netwerken
    app.register_blueprint(manage)  # /beheer
    app.register_blueprint(mail_staff)  # /beheer/berichten
    app.register_blueprint(sender_staff)  # /beheer/berichten/afzender
    app.register_blueprint(samples_staff)  # /beheer/berichten/voorbeelden
    app.register_blueprint(house_staff)  # /beheer/organisaties /beheer/plekken /beheer/wijken ...
    app.register_blueprint(events_staff)  # /organiseren/activiteiten
    app.register_blueprint(programme)  # /agenda/<slug>/programma.pdf
    app.register_blueprint(choices_staff)  # /organiseren/activiteiten/<slug>/programma-lijsten
    app.register_blueprint(programme_staff)  # /organiseren/activiteiten/<slug>/programma
    app.register_blueprint(questions_staff)  # /organiseren/activiteiten/<slug>/vragen
    app.register_blueprint(series_staff)  # /organiseren/activiteiten/<slug>/reeks
    app.register_blueprint(sharing)  # /A/<code> /agenda/<slug>/plaatje.png
    app.register_blueprint(sharing_staff)  # /organiseren/activiteiten/<slug>/delen
    app.register_blueprint(registrations_staff)  # /organiseren/activiteiten/<slug>/aanmeldingen
    app.register_blueprint(approval_staff)  # /organiseren/activiteiten/<slug>/aanvragen
    app.register_blueprint(delivery_staff)  # /organiseren/activiteiten/<slug>/berichten
    app.register_blueprint(own_words_staff)  # /organiseren/activiteiten/<slug>/berichten/teksten
    app.register_blueprint(invitations_staff)  # /organiseren/activiteiten/<slug>/uitnodigingen
    app.register_blueprint(site_staff)  # /beheer/teksten
    app.register_blueprint(site)  # /hulp /privacy /toegankelijkheid /healthz /readyz
    if settings.demo:
        app.register_blueprint(mailbox)  # /postvak
    app.jinja_env.globals.update(formats=formats)
    return app

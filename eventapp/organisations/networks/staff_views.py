"""Networks as their keepers see them: the page, the members, a list brought in, and a list taken along."""

import json

from flask import Blueprint, Response, abort, flash, redirect, render_template, request, url_for

from ... import clock
from ...errors import Refusal
from ...events.slugs import slug_of
from ...guards import after_second_step, for_administrator, for_organisers_of_network, for_staff
from ...i18n import _, ngettext
from ...sheets import BEGIN, MOST_BYTES, csv_rows, harmless
from ...web import download
from .. import actions, members, pages, queries
from ..models import Network
from ..rules import AlreadyMember, Staff
from .staff_forms import MemberForm, MembersForm, NetworkForm, NewNetworkForm

bp = Blueprint("networks_staff", __name__, url_prefix="/organiseren/netwerken")

MEMBER = "/<slug>/leden/<int:member_id>"
MOST_UPLOADED = 2 * MOST_BYTES  # the same rows come once as a file, and once as we read them


@bp.get("")
@for_staff
def index(staff: Staff):
    networks = queries.networks_by_name(None if staff.is_administrator else staff.organises_for)
    return render_template("organise/networks/index.html", networks=networks, members=queries.count_members())


@bp.route("/nieuw", methods=["GET", "POST"])
@for_administrator
def make(staff: Staff):
    form = NewNetworkForm(organisations=pages.all_organisations())
    if form.validate_on_submit():
        name = form.name.data
        try:
            network = actions.make_network(
                name=name,
                slug=slug_of(name),
                organisation_id=form.organisation.data,
                by=staff.account_id,
                now=clock.now(),
            )
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            return redirect(url_for(".show", slug=network.slug), code=303)
    return render_template("organise/networks/new.html", form=form), form.status


@bp.get("/<slug>")
@for_organisers_of_network
def show(staff: Staff, network: Network):
    words, page = request.args.get("q", "").replace("\0", "")[:100].strip(), request.args.get("pagina", 1, type=int)
    page = min(max(page, 1), 10_000)
    found, number = queries.members_like(network.id, words, page=page)
    last = max(-(-number // queries.MEMBERS_PAGE), 1)
    listed = {"members": found, "number": number, "words": words, "page": page, "last": last}
    return render_template("organise/networks/show.html", network=network, **listed)


@bp.route("/<slug>/bewerken", methods=["GET", "POST"])
@for_organisers_of_network
def edit(staff: Staff, network: Network):
    form = NetworkForm(obj=network)
    if form.validate_on_submit():
        actions.change_network(network.id, changes=form.changes(), by=staff.account_id, now=clock.now())
        flash(_("Saved."), "success")
        return redirect(url_for(".show", slug=network.slug), code=303)
    return render_template("organise/networks/edit.html", network=network, form=form), form.status


@bp.route("/<slug>/leden/nieuw", methods=["GET", "POST"])
@for_organisers_of_network
def add(staff: Staff, network: Network):
    form = MemberForm()
    if form.validate_on_submit():
        added = actions.add_members(network.id, [form.person()], by=staff.account_id, now=clock.now())
        if added:
            flash(_("%(name)s is on the list.", name=form.name.data), "success")
            return redirect(url_for(".show", slug=network.slug), code=303)
        form.refuse(AlreadyMember())
    return render_template("organise/networks/member.html", network=network, form=form, member=None), form.status


@bp.route(MEMBER, methods=["GET", "POST"])
@for_organisers_of_network
def member(staff: Staff, network: Network, member_id: int):
    member = queries.member_of(network.id, member_id) or abort(404)
    form = MemberForm(member)
    if form.validate_on_submit():
        try:
            actions.change_member(member.id, form.person(), network_id=network.id, by=staff.account_id, now=clock.now())
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            flash(_("Saved."), "success")
            return redirect(url_for(".show", slug=network.slug), code=303)
    return render_template("organise/networks/member.html", network=network, form=form, member=member), form.status


@bp.post(f"{MEMBER}/weg")
@for_organisers_of_network
def remove(staff: Staff, network: Network, member_id: int):
    if queries.member_of(network.id, member_id):
        actions.remove_member(member_id, by=staff.account_id, now=clock.now())
    flash(_("This person is not on the list any more."), "success")
    return redirect(url_for(".show", slug=network.slug), code=303)


@bp.route("/<slug>/leden/inlezen", methods=["GET", "POST"])
@for_organisers_of_network
def bring_in(staff: Staff, network: Network):
    request.max_content_length = request.max_form_memory_size = MOST_UPLOADED
    form, reading, table = MembersForm(), None, ""
    if form.validate_on_submit():
        try:
            rows = form.table()
            reading, table = members.read(rows), json.dumps(rows, ensure_ascii=False)
            if form.rows.data and not reading.faults:
                people = [person for _number, person in reading.people]
                count = actions.add_members(network.id, people, by=staff.account_id, now=clock.now())
                flash(
                    ngettext("%(num)s member came on the list.", "%(num)s members came on the list.", count), "success"
                )
                return redirect(url_for(".show", slug=network.slug), code=303)
        except Refusal as refusal:
            form.refuse(refusal)
    doubles = reading.doubles(queries.known_addresses(network.id)) if reading else []
    shown = {"form": form, "reading": reading, "table": table, "doubles": doubles}
    status = 422 if form.errors or (reading and reading.faults) else 200
    return render_template("organise/networks/bring_in.html", network=network, **shown), status


@bp.post("/<slug>/leden/export")
@for_organisers_of_network
@after_second_step
def export(staff: Staff, network: Network) -> Response:
    found = queries.all_members(network.id)
    actions.note_members_exported(network.id, count=len(found), by=staff.account_id, now=clock.now())
    headings = [_("Name"), _("E-mail"), _("Organisation"), _("Language")]
    rows = [[harmless(cell) for cell in (m.name, m.email, m.organisation, m.language)] for m in found]
    name = f"leden-{network.slug}.csv"
    return download(BEGIN + csv_rows([headings, *rows]), name=name, media_type="text/csv; charset=utf-8")

import io
import re

from flask import current_app, flash, g, request

from core import clock, files
from core.db import calls_outside, reading, session, transaction
from core.errors import NotFound
from core.web import ButtonForm, page, row_number, see_other
from core.words import count
from members import actions, queries
from members.forms import MemberSearchForm, RegisterForm
from members.views.blueprint import bp
from people.access import duty
from people.models import Role

KEY = re.compile(r"[0-9a-f]{32}")


@bp.get("/desk/members")
@duty(Role.ORGANISER, everywhere=True)
def show_members():
    form = MemberSearchForm(request.args)
    rows = current_app.config["LIMITS"].rows_per_page
    words = form.q.data or ""
    before = request.args.get("before", type=row_number)
    found = queries.members_page(session, words=words, before_id=before, rows=rows + 1)
    return page(
        "members/members.html",
        fragment="members",
        told=True,
        person=g.person,
        search=form,
        members=found[:rows],
        next_before=found[rows - 1].id if len(found) > rows else None,
        is_first_page=before is None,
        how_many=queries.how_many_members(session, words=words),
        claims=queries.how_many_claims(session),
    )


@bp.get("/desk/members/import")
@duty(Role.ORGANISER, everywhere=True)
def show_imports():
    return _imports_page(RegisterForm())


@bp.post("/desk/members/import")
@duty(Role.ORGANISER, everywhere=True)
@calls_outside  # the file is written to the store
def upload_register():
    form = RegisterForm()
    if not form.validate_on_submit():
        with reading():
            return _imports_page(form, status=422)
    # Without a row: whatever becomes of it, the sweep takes it a day later.
    return see_other("members.show_preview", key=files.store().write(form.content))


@bp.get("/desk/members/import/<key>")
@duty(Role.ORGANISER, everywhere=True)
@calls_outside
def show_preview(key: str):
    file = _uploaded(key)
    with reading():
        outcome = actions.preview_register(session, file=file)
        return page("members/preview.html", form=ButtonForm(), person=g.person, key=key, outcome=outcome)


@bp.post("/desk/members/import/<key>")
@duty(Role.ORGANISER, everywhere=True)
@calls_outside
def import_register(key: str):
    file, shown = _uploaded(key), request.form.get("digest", "")
    with transaction():
        outcome, _ = actions.import_register(session, file=file, digest=shown, by_id=g.person.id, now=clock.now())
    flash(f"The register is up to date: {count(outcome.added, 'entry', 'entries')} added, {outcome.changed:,} changed.")
    return see_other("members.show_imports")


@bp.post("/desk/members/imports/<int:import_id>/undo")
@duty(Role.ORGANISER, everywhere=True)
def undo_import(import_id: int):
    made = queries.register_import(session, import_id)
    actions.undo_import(session, made=made, by_id=g.person.id, now=clock.now())
    flash("The register is as it was before that import.")
    return see_other("members.show_imports")


def _uploaded(key: str) -> io.BytesIO:
    """The file that was sent as ``key``, for as long as the store keeps it."""
    path = files.store().path(key)
    if not KEY.fullmatch(key) or not path.is_file():
        raise NotFound("There is no such file.")
    return io.BytesIO(path.read_bytes())


def _imports_page(form: RegisterForm, status: int = 200):
    return page(
        "members/imports.html",
        status=status,
        form=form,
        person=g.person,
        imports=queries.imports(session, rows=current_app.config["LIMITS"].rows_per_page),
        latest_id=queries.latest_import_id(session),
    )

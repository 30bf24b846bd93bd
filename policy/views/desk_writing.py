"""Writing a position at the desk: its words in two languages, its papers, its lists, and a look at it as readers do."""

from flask import flash, g, request

from core import clock, files
from core.db import calls_outside, reading, session, transaction
from core.errors import Refusal
from core.web import see_other
from people.access import signed_in_to_work
from policy import actions, queries, rules
from policy.forms import FIELDS, LANGUAGE_WORDS, PaperForm, PartForm, TextsForm, part_form, texts_form
from policy.models import Evidence, Language, PositionAnswer, Spokesperson
from policy.queries import AtDesk, Part
from policy.views import bp
from policy.views.desk import ONE, at_desk, desk_page, to_write

KINDS: dict[str, type[Part]] = {"answers": PositionAnswer, "spokespeople": Spokesperson, "evidence": Evidence}
LANGUAGE = "<any(en, cy):language>"
PARTS = f"{ONE}/<any(answers, spokespeople, evidence):kind>"


@bp.get(f"{ONE}/text")
@signed_in_to_work
def show_texts(position_slug: str):
    seen = at_desk(position_slug)
    return _texts_page(seen, _texts_form(seen))


@bp.post(f"{ONE}/text")
@signed_in_to_work
def save_texts(position_slug: str):
    seen = to_write(position_slug)
    form = _texts_form(seen)
    if not form.validate_on_submit():
        return _texts_page(seen, form, status=422)
    written = {"words": form.words(), "mark": form.seen.data, "by_id": g.person.id, "now": clock.now()}
    try:
        took_back = actions.save_texts(session, seen=seen, **written)
    except rules.ChangedMeanwhile as refusal:
        form.seen.data = rules.mark_of_texts(seen.position)
        return _texts_page(seen, form, refusal=refusal, theirs=_differing(seen, form))
    except rules.NotToBeWritten as refusal:
        return _texts_page(seen, form, refusal=refusal)
    flash(
        "The words are saved." + (" It is a draft again, and who was asked to approve it is told." if took_back else "")
    )
    return see_other("policy.show_texts", position_slug=position_slug)


@bp.post(f"{ONE}/text/{LANGUAGE}/paper")
@signed_in_to_work
@calls_outside  # reading a file takes seconds, and writing it waits for the disk
def replace_paper(position_slug: str, language: str):
    form, by_id = PaperForm(), g.person.id
    with reading():
        seen = to_write(position_slug)
    if not form.validate_on_submit():
        with reading():
            seen = at_desk(position_slug)
            return _texts_page(
                seen, _texts_form(seen, is_sent=False), status=422, paper=form, paper_of=Language(language)
            )
    key = files.store().write(form.upload.content)
    with transaction():
        seen, now = to_write(position_slug), clock.now()
        sent = {"language": Language(language), "key": key, "upload": form.upload}
        actions.replace_paper(session, seen=seen, **sent, by_id=by_id, now=now)
    flash("The paper is kept.")
    return see_other("policy.show_texts", position_slug=position_slug)


@bp.get(f"{ONE}/text/{LANGUAGE}/paper")
@signed_in_to_work
def download_paper_at_desk(position_slug: str, language: str):
    return files.answer_with(queries.paper_at_desk(at_desk(position_slug).position, Language(language)))


@bp.get(f"{ONE}/preview/{LANGUAGE}")
@signed_in_to_work
def show_preview(position_slug: str, language: str):
    return preview_page("policy/desk/preview.html", at_desk(position_slug), Language(language))


@bp.get(PARTS)
@signed_in_to_work
def show_parts(position_slug: str, kind: str):
    return _parts_page(at_desk(position_slug), kind)


@bp.post(PARTS)
@signed_in_to_work
def add_part(position_slug: str, kind: str):
    seen, form = to_write(position_slug), part_form(KINDS[kind])
    if not form.validate_on_submit() or _is_double(seen, kind, form):
        return _parts_page(seen, kind, added=form, status=422)
    given = {"kind": KINDS[kind], "fields": form.values(), "by_id": g.person.id, "now": clock.now()}
    try:
        actions.add_part(session, seen=seen, **given)
    except rules.NotToBeWritten as refusal:
        return _parts_page(seen, kind, added=form, refusal=refusal)
    flash("It is added.")
    return see_other("policy.show_parts", position_slug=position_slug, kind=kind)


@bp.post(f"{PARTS}/<int:part_id>")
@signed_in_to_work
def change_part(position_slug: str, kind: str, part_id: int):
    seen = to_write(position_slug)
    part = queries.part_at_desk(session, seen.position, KINDS[kind], part_id)
    about = {"seen": seen, "part": part, "by_id": g.person.id, "now": clock.now()}
    act = request.form.get("do")
    if act == "remove":
        actions.remove_part(session, **about)
        flash("It is gone.")
    elif act == "raise":
        actions.raise_part(session, **about)
        flash("It stands higher now.")
    else:
        form = part_form(KINDS[kind], part)
        if not form.validate_on_submit() or _is_double(seen, kind, form, part):
            return _parts_page(seen, kind, changed=(part, form), status=422)
        try:
            actions.change_part(session, **about, fields=form.values(), mark=form.seen.data or "")
        except rules.ChangedMeanwhile as refusal:
            form.seen.data = _mark(part, kind)
            return _parts_page(seen, kind, changed=(part, form), refusal=refusal)
        flash("It is saved.")
    return see_other("policy.show_parts", position_slug=position_slug, kind=kind)


def preview_page(template: str, seen: AtDesk, language: Language, **context):
    """A position as its readers would get the version in hand, in that language or else in English."""
    position = seen.position
    texts = {each: text for each in Language if (text := position.text_in(each, position.version)) is not None}
    text = texts.get(language) or next(iter(texts.values()))
    return desk_page(template, seen, text=text, texts=texts, missing=language not in texts, **context)


def _texts_form(seen: AtDesk, *, is_sent: bool = True) -> TextsForm:
    return texts_form(seen.position, is_first=seen.position.version == 1, is_sent=is_sent)


def _differing(seen: AtDesk, form: TextsForm) -> list[str]:
    """The fields in which what was typed is not what is stored now."""
    position = seen.position
    return [
        f"{language.value}_{name}"
        for language, typed in form.words().items()
        for name, stored in rules.words_of(position.text_in(language, position.version)).items()
        if name in form.names() and typed[name] != stored
    ]


def _texts_page(
    seen: AtDesk,
    form: TextsForm,
    *,
    status: int = 200,
    refusal: Refusal | str = "",
    theirs: list[str] | None = None,
    paper: PaperForm | None = None,
    paper_of: Language | None = None,
):
    position = seen.position
    return desk_page(
        "policy/desk/text.html",
        seen,
        status=status,
        refusal=refusal,
        form=form,
        fields=FIELDS,
        languages=LANGUAGE_WORDS,
        texts={each: position.text_in(each, position.version) for each in Language},
        theirs=theirs or [],
        paper=paper or PaperForm(formdata=None),
        paper_of=paper_of,
        may_write=seen.may_write and rules.may_write(position),
        is_with_approvers=bool(rules.approvals_in_hand(position)),
        count_words=lambda words: len(words.split()),
    )


def _parts_page(
    seen: AtDesk,
    kind: str,
    *,
    status: int = 200,
    refusal: Refusal | str = "",
    added: PartForm | None = None,
    changed: tuple[Part, PartForm] | None = None,
):
    rows = []
    for each in getattr(seen.position, kind):
        form = part_form(KINDS[kind], each, mark=_mark(each, kind), is_sent=False)
        rows.append(changed if changed and changed[0] is each else (each, form))
    form = added or part_form(KINDS[kind], is_sent=False)
    return desk_page(
        "policy/desk/parts.html", seen, status=status, refusal=refusal, form=form, rows=rows, kind=kind, changed=changed
    )


def _mark(part: Part, kind: str) -> str:
    return actions.mark_of_part(part, part_form(KINDS[kind], is_sent=False).fields)


def _is_double(seen: AtDesk, kind: str, form: PartForm, part: Part | None = None) -> bool:
    """True, with an error at its field, if another entry has that name or that address."""
    named = {"spokespeople": "name", "evidence": "url"}.get(kind)
    others = [each for each in getattr(seen.position, kind) if each is not part]
    if named is None or form[named].data not in {getattr(each, named) for each in others}:
        return False
    form[named].errors = ["That is in the list already."]
    return True

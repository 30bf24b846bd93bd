"""A launch at the desk: where and when, what each channel says, and who does what on the day."""

from flask import current_app, flash, g, request

from core import clock, files
from core.db import calls_outside, reading, session, transaction
from core.errors import Refusal
from core.uploads import Unfit, take_in
from core.web import ButtonForm, see_other
from people.access import signed_in_to_work
from people.actions import person_at
from policy import actions, queries, rules
from policy.forms import (
    ASSET_KINDS,
    HINTS,
    LANGUAGE_WORDS,
    AssetForm,
    InstantForm,
    LaunchForm,
    StepForm,
    WelshReasonForm,
    asset_form,
    instant_form,
    launch_form,
)
from policy.models import Channel, Language, Launch
from policy.queries import AtDesk
from policy.views import bp
from policy.views.desk import ONE, at_desk, desk_page, to_write, today

ADDRESSES = {channel.value.replace(" ", "-"): channel for channel in Channel}
WORDS = ", ".join(f"'{each}'" for each in ADDRESSES)
ASSET = f"{ONE}/assets/<any({WORDS}):channel>/<any(en, cy):language>"


@bp.get(f"{ONE}/launch")
@signed_in_to_work
def show_launch(position_slug: str):
    return _launch_page(at_desk(position_slug))


@bp.post(f"{ONE}/launch")
@signed_in_to_work
def save_launch(position_slug: str):
    seen, now = queries.run_at_desk(session, g.person, position_slug, today()), clock.now()
    form = _launch_form(seen)
    if not form.validate_on_submit():
        return _launch_page(seen, form, status=422)
    settings = form.settings()
    if form.champion.data:
        champion = person_at(session, email=form.champion.data, name="", now=now)
        settings["champion_id"] = champion.id
    else:
        settings["champion_id"] = None
    written = {"settings": settings, "version": form.version.data, "by_id": g.person.id, "now": now}
    try:
        launch = actions.save_launch(session, seen=seen, **written)
    except rules.ChangedMeanwhile as refusal:
        form.version.data = seen.launch.version if seen.launch else 0
        return _launch_page(seen, form, refusal=refusal)
    flash("The launch is saved." if launch.lifts_at else "The launch is saved. Now set its moment.")
    return see_other("policy.show_launch", position_slug=position_slug)


@bp.post(f"{ONE}/launch/instant")
@signed_in_to_work
def move_instant(position_slug: str):
    seen = queries.run_at_desk(session, g.person, position_slug, today())
    launch, form = queries.launch_of(seen), InstantForm()
    if not form.validate_on_submit():
        return _launch_page(seen, instant=form, status=422)
    try:
        lifts_at = form.moment(launch.event)
    except rules.TwoMoments as refusal:
        form.ask_which(launch.event, refusal.moments)
        return _launch_page(seen, instant=form, refusal=refusal)
    except rules.NotAMoment as refusal:
        form.lifts.errors = [str(refusal)]
        return _launch_page(seen, instant=form, status=422)
    moved = {"lifts_at": lifts_at, "because": form.because.data or "", "version": form.version.data}
    try:
        actions.move_instant(session, launch=launch, by=g.person, now=clock.now(), **moved)
    except rules.ChangedMeanwhile as refusal:
        form.version.data = launch.version
        return _launch_page(seen, instant=form, refusal=refusal)
    except (rules.NoReason, rules.WrongInstant, rules.TooLateToMove) as refusal:
        return _launch_page(seen, instant=form, refusal=refusal)
    flash("The moment is set.")
    return see_other("policy.show_launch", position_slug=position_slug)


@bp.get(f"{ONE}/assets")
@signed_in_to_work
def show_assets(position_slug: str):
    seen = at_desk(position_slug)
    return _assets_page(seen, queries.launch_of(seen))


@bp.post(f"{ONE}/assets/welsh")
@signed_in_to_work
def say_why_no_welsh(position_slug: str):
    seen, form = to_write(position_slug), WelshReasonForm()
    launch = queries.launch_of(seen)
    if not form.validate_on_submit():
        return _assets_page(seen, launch, form, status=422)
    said = {"because": form.because.data or "", "version": form.version.data, "by_id": g.person.id}
    try:
        actions.say_why_no_welsh(session, launch=launch, **said, now=clock.now())
    except (rules.ChangedMeanwhile, rules.NotReady) as refusal:
        form.version.data = launch.version
        return _assets_page(seen, launch, form, refusal=refusal)
    flash("The reason is recorded." if said["because"] else "There is no reason any more.")
    return see_other("policy.show_assets", position_slug=position_slug)


@bp.get(ASSET)
@signed_in_to_work
def show_asset(position_slug: str, channel: str, language: str):
    seen = at_desk(position_slug)
    of = (ADDRESSES[channel], Language(language))
    return _asset_page(seen, *of, _asset_form(seen, *of))


@bp.post(ASSET)
@signed_in_to_work
@calls_outside  # reading a file takes seconds, and writing it waits for the disk
def save_asset(position_slug: str, channel: str, language: str):
    by_id, of = g.person.id, (ADDRESSES[channel], Language(language))
    with reading():
        seen = to_write(position_slug)
        form = _asset_form(seen, *of)
        if not form.validate_on_submit():
            return _asset_page(seen, *of, form, status=422)
    upload = None
    if given := form.chosen_file():
        try:
            limits = current_app.config["LIMITS"]
            upload = take_in(given.read(), name=given.filename or "", kinds=ASSET_KINDS, limits=limits)
        except Unfit as refusal:
            form.file.errors = [str(refusal)]
            with reading():
                return _asset_page(at_desk(position_slug), *of, form, status=422)
    kept = (files.store().write(upload.content), upload) if upload else None
    try:
        with transaction():
            launch, now = queries.launch_of(to_write(position_slug)), clock.now()
            actions.save_asset(
                session,
                launch=launch,
                channel=of[0],
                language=of[1],
                words=form.words.data or "",
                upload=kept,
                drops_file=form.drops_file.data,
                mark=form.seen.data or "",
                by_id=by_id,
                now=now,
            )
    except (rules.ChangedMeanwhile, rules.NotReady) as refusal:
        with reading():
            seen = at_desk(position_slug)
            form.seen.data = actions.mark_of_asset(queries.asset_of(queries.launch_of(seen), *of))
            return _asset_page(seen, *of, form, refusal=refusal)
    flash(f"The {of[0].value} in {LANGUAGE_WORDS[of[1]]} is saved.")
    return see_other("policy.show_assets", position_slug=position_slug)


@bp.get(f"{ASSET}/file")
@signed_in_to_work
def download_asset_at_desk(position_slug: str, channel: str, language: str):
    launch = queries.launch_of(at_desk(position_slug))
    return files.answer_with(queries.file_of_asset(launch, ADDRESSES[channel], Language(language)))


@bp.get(f"{ONE}/run-sheet")
@signed_in_to_work
def show_run_sheet(position_slug: str):
    seen = at_desk(position_slug)
    return _run_sheet_page(seen, StepForm(), queries.launch_of(seen))


@bp.post(f"{ONE}/run-sheet")
@signed_in_to_work
def add_step(position_slug: str):
    seen, form = to_write(position_slug), StepForm()
    launch = queries.launch_of(seen)
    if not form.validate_on_submit():
        return _run_sheet_page(seen, form, launch, status=422)
    try:
        step = {"at": form.moment(launch.event), "words": form.words.data, "owner": form.owner.data or ""}
    except rules.NotAMoment as refusal:
        form.at.errors = [str(refusal)]
        return _run_sheet_page(seen, form, launch, status=422)
    actions.add_step(session, launch=launch, **step, by_id=g.person.id, now=clock.now())
    flash("It is on the run sheet.")
    return see_other("policy.show_run_sheet", position_slug=position_slug)


@bp.post(f"{ONE}/run-sheet/<int:step_id>")
@signed_in_to_work
def tick_step(position_slug: str, step_id: int):
    launch = queries.launch_of(to_write(position_slug))
    step, act = queries.step_at_desk(session, launch, step_id), request.form.get("do")
    about = {"launch": launch, "step": step, "by_id": g.person.id, "now": clock.now()}
    if act == "remove":
        actions.remove_step(session, **about)
        flash("The line is gone.")
    else:
        actions.tick_step(session, **about, is_done=act == "done")
        flash("Done." if act == "done" else "Not done yet.")
    return see_other("policy.show_run_sheet", position_slug=position_slug)


def _launch_form(seen: AtDesk, *, is_sent: bool = True) -> LaunchForm:
    nations = [each.nation for each in seen.position.nations]
    events, leads = queries.events_of_launches(session, today()), queries.leads_in(session, today())
    nation = nations[0] if len(nations) == 1 else None
    return launch_form(seen.launch, events, leads, nation, is_sent=is_sent)


def _launch_page(
    seen: AtDesk,
    form: LaunchForm | None = None,
    *,
    instant: InstantForm | None = None,
    status: int = 200,
    refusal: Refusal | str = "",
):
    form = form or _launch_form(seen, is_sent=False)
    moves = queries.moves_of(session, seen.launch) if seen.launch else []
    instant = instant or (instant_form(seen.launch) if seen.launch else None)
    return desk_page(
        "policy/desk/launch.html", seen, status=status, refusal=refusal, form=form, instant=instant, moves=moves
    )


def _assets_page(
    seen: AtDesk,
    launch: Launch,
    form: WelshReasonForm | None = None,
    *,
    status: int = 200,
    refusal: Refusal | str = "",
):
    return desk_page(
        "policy/desk/assets.html",
        seen,
        status=status,
        refusal=refusal,
        form=form or WelshReasonForm(formdata=None, version=launch.version, because=launch.welsh_reason),
        channels=ADDRESSES,
        public=rules.PUBLIC_CHANNELS,
        languages=LANGUAGE_WORDS,
        assets={(each.channel, each.language): each for each in launch.assets},
        welsh=rules.welsh_missing(launch),
    )


def _asset_form(seen: AtDesk, channel: Channel, language: Language) -> AssetForm:
    asset = queries.asset_of(queries.launch_of(seen), channel, language)
    return asset_form(asset, actions.mark_of_asset(asset))


def _asset_page(
    seen: AtDesk,
    channel: Channel,
    language: Language,
    form: AssetForm,
    *,
    status: int = 200,
    refusal: Refusal | str = "",
):
    launch = queries.launch_of(seen)
    return desk_page(
        "policy/desk/asset.html",
        seen,
        status=status,
        refusal=refusal,
        form=form,
        channel=channel,
        channel_address=channel.value.replace(" ", "-"),
        language=language,
        language_words=LANGUAGE_WORDS[language],
        hint=HINTS[channel],
        stored=queries.asset_of(launch, channel, language),
        other=queries.asset_of(launch, channel, next(each for each in Language if each is not language)),
    )


def _run_sheet_page(seen: AtDesk, form: StepForm, launch: Launch, *, status: int = 200):
    return desk_page(
        "policy/desk/run_sheet.html", seen, status=status, form=form, button=ButtonForm(), steps=launch.steps
    )

import threading

import pytest
import stripe

from tests.payments.simulator_rig import KEY, a_rig, an_order, soon


@pytest.fixture(scope="module")
def running():
    with a_rig() as rig:
        yield rig


@pytest.fixture
def rig(running):
    running.clear()
    return running


def test_a_key_gets_its_first_answer_again_and_nothing_is_done_twice(rig):
    first = rig.client.v1.checkout.sessions.create(an_order(), {"idempotency_key": "order-7-v1"})
    again = rig.client.v1.checkout.sessions.create(an_order(), {"idempotency_key": "order-7-v1"})

    assert again.id == first.id
    assert again.last_response.headers["Idempotent-Replayed"] == "true"
    assert len(rig.control("ledger")["sessions"]) == 1
    assert [call["replayed"] for call in rig.control("calls")["calls"]] == [False, True]


def test_a_key_with_other_parameters_is_an_error_for_a_day(rig):
    other = an_order() | {"client_reference_id": "ORDER8"}
    create = rig.client.v1.checkout.sessions.create
    create(an_order(), {"idempotency_key": "order-7-v1"})

    with pytest.raises(stripe.IdempotencyError):
        create(other, {"idempotency_key": "order-7-v1"})
    rig.control("clock", advance_seconds=24 * 3600)

    assert create(other, {"idempotency_key": "order-7-v1"}).client_reference_id == "ORDER8"


def test_a_refusal_before_the_work_leaves_the_key_free_and_one_after_it_does_not(rig):
    create = rig.client.v1.checkout.sessions.create
    for _ in range(2):
        with pytest.raises(stripe.InvalidRequestError):
            create(an_order() | {"success_url": "nowhere"}, {"idempotency_key": "k"})
    assert create(an_order(), {"idempotency_key": "k"}).status == "open"

    refund = rig.client.v1.refunds.create
    with pytest.raises(stripe.InvalidRequestError):
        refund({"charge": "ch_nothing"}, {"idempotency_key": "r"})
    with pytest.raises(stripe.InvalidRequestError) as kept:
        refund({"charge": "ch_nothing"}, {"idempotency_key": "r"})
    assert kept.value.headers["Idempotent-Replayed"] == "true"


def test_a_failure_after_the_work_is_kept_and_the_session_is_found_by_listing(rig):
    rig.control("knobs", api_faults=[{"fault": "error_after", "path": "/v1/checkout/sessions"}])
    patient = rig.client_with(KEY, max_network_retries=2)

    for _ in range(2):
        with pytest.raises(stripe.APIError):
            patient.v1.checkout.sessions.create(an_order(), {"idempotency_key": "order-7-v1"})

    found = rig.client.v1.checkout.sessions.list().data
    assert [session.client_reference_id for session in found] == ["ORDER7"]


def test_a_lost_answer_is_had_by_asking_again_with_the_key(rig):
    rig.control("knobs", api_faults=[{"fault": "drop_after"}])

    with pytest.raises(stripe.APIConnectionError):
        rig.client.v1.checkout.sessions.create(an_order(), {"idempotency_key": "order-7-v1"})
    again = rig.client.v1.checkout.sessions.create(an_order(), {"idempotency_key": "order-7-v1"})

    assert [session["id"] for session in rig.control("ledger")["sessions"]] == [again.id]


@pytest.mark.parametrize(
    ("fault", "raised"),
    [
        ("error_before", stripe.APIError),
        ("drop_before", stripe.APIConnectionError),
        ("rate_limit", stripe.RateLimitError),
    ],
)
def test_trouble_before_the_work_leaves_nothing_done(rig, fault, raised):
    rig.control("knobs", api_faults=[{"fault": fault}])

    with pytest.raises(raised):
        rig.client.v1.checkout.sessions.create(an_order(), {"idempotency_key": "k"})

    assert rig.control("ledger")["sessions"] == []
    assert rig.client.v1.checkout.sessions.create(an_order(), {"idempotency_key": "k"}).status == "open"
    assert [call["fault"] for call in rig.control("calls")["calls"]] == [fault, None]


def test_a_key_in_use_at_this_moment_is_a_conflict(rig):
    rig.control("knobs", api_faults=[{"fault": "hang_before", "seconds": 0.3}])
    create = rig.client.v1.checkout.sessions.create
    slow = threading.Thread(target=create, args=(an_order(), {"idempotency_key": "k"}))
    slow.start()
    assert soon(lambda: rig.control("ledger")["idempotency_keys"] != {})

    with pytest.raises(stripe.StripeError) as refused:
        create(an_order(), {"idempotency_key": "k"})
    slow.join()

    assert refused.value.http_status == 409
    assert len(rig.control("ledger")["sessions"]) == 1


def test_an_answer_that_hangs_comes_after_the_work(rig):
    rig.control("knobs", api_faults=[{"fault": "hang_after", "seconds": 0.2}])
    slow = threading.Thread(target=rig.a_session)
    slow.start()

    assert soon(lambda: len(rig.control("ledger")["sessions"]) == 1)
    assert slow.is_alive()
    slow.join()

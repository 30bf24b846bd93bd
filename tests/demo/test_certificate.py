"""The certificate names the address that a phone is given, and lasts as long as phones allow."""

import ipaddress
import ssl
import stat
from datetime import UTC, datetime, timedelta

import time_machine
from cryptography import x509

from demo.certificate import certificate_for, local_address


def test_it_serves_tls(tmp_path):
    certificate, key = certificate_for("192.168.1.20", tmp_path)

    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(certificate, key)


def test_it_names_the_address_and_lives_less_than_398_days(tmp_path):
    path, _ = certificate_for("192.168.1.20", tmp_path)

    certificate = x509.load_pem_x509_certificate(path.read_bytes())
    names = certificate.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert ipaddress.ip_address("192.168.1.20") in names.get_values_for_type(x509.IPAddress)
    assert certificate.not_valid_after_utc - certificate.not_valid_before_utc < timedelta(days=398)


def test_its_key_is_for_its_owner_alone(tmp_path):
    _, key = certificate_for("192.168.1.20", tmp_path)

    assert stat.S_IMODE(key.stat().st_mode) == 0o600


def test_it_is_kept_while_it_serves(tmp_path):
    first = certificate_for("192.168.1.20", tmp_path)[0].read_bytes()

    assert certificate_for("192.168.1.20", tmp_path)[0].read_bytes() == first


def test_another_address_needs_another(tmp_path):
    first = certificate_for("192.168.1.20", tmp_path)[0].read_bytes()

    assert certificate_for("10.0.0.7", tmp_path)[0].read_bytes() != first


def test_an_old_one_is_renewed(tmp_path):
    first = certificate_for("192.168.1.20", tmp_path)[0].read_bytes()

    with time_machine.travel(datetime.now(UTC) + timedelta(days=370)):
        assert certificate_for("192.168.1.20", tmp_path)[0].read_bytes() != first


def test_the_local_address_is_never_this_machine_alone_nor_public():
    address = local_address()

    assert address is None or ipaddress.ip_address(address).is_private
    assert address != "127.0.0.1"

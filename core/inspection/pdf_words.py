"""The words that can be read in a PDF."""

import codecs
import importlib
import io
import pkgutil
import re
import time

import pypdf

# It loads parts of itself, and Python its alphabets, when first asked for them; but then no file may be opened.
for each in pkgutil.walk_packages(pypdf.__path__, "pypdf."):
    if "crypt_providers" not in each.name:
        importlib.import_module(each.name)
ALPHABETS = "utf-8 utf-16 utf-16-be utf-16-le latin-1 ascii charmap cp1250 cp1252 cp1254 cp1257 mac_roman gbk gb2312"
for name in f"{ALPHABETS} gb18030 big5 big5hkscs shift_jis cp932 euc_jp euc_kr cp949 cp950".split():
    codecs.lookup(name)

MOST = 100_000
SECONDS = 6
UNREADABLE = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")  # a letter that its font does not explain


def words_of(content: bytes, said: list[str]) -> str:
    """The words on its pages and then ``said``, so many characters at most.

    A page that cannot be read in time, or whose letters are pictures, adds none.
    """
    words, until = "", time.process_time() + SECONDS
    for page in pypdf.PdfReader(io.BytesIO(content)).pages:
        if len(words) > MOST or time.process_time() > until:
            break
        try:
            words += page.extract_text() + "\n"
        except Exception:  # noqa: S112  a page that pypdf cannot make out is still a page to look at
            continue
    words = "\n".join([words.strip(), *said]).encode(errors="ignore").decode()
    return UNREADABLE.sub(" ", words)[:MOST]

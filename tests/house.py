"""The house rules that a machine can check, each a function from a tree to the faults found in it.

``test_house.py`` runs them over this tree, and over small trees in which a fault is planted.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

PACKAGES = (
    "people",
    "members",
    "events",
    "registration",
    "abstracts",
    "policy",
    "payments",
    "checkin",
    "office",
    "front",
)
# The questions that a file may answer; the rest is core's, or named here because it stands alone.
QUESTIONS = {"models", "rules", "queries", "actions", "forms", "views", "commands", "documents", "solver", "__init__"}
ALONE = {
    "people/access.py",
    "people/authenticator.py",
    "people/passkeys.py",
    "registration/codes.py",
    "payments/gateway.py",
}
LONGEST = 300
BANNED_NAMES = re.compile(r"\b(utils?|helpers?|managers?|handle_\w+|process_\w+|do_stuff|misc)\b")
GIVEN = {"process_bind_param", "process_result_value", "process_formdata"}  # SQLAlchemy's and WTForms' own names
BORROWED = re.compile(r"^(?:from|import) (\w+)\.(?:views|forms)\b", re.M)
PAGE = re.compile(r'page\(\s*"([\w/]+\.html)",\s*fragment="(\w+)"')
TEMPLATE = re.compile(r'"([\w]+(?:/[\w]+)+)\.(?:html|txt|xml|typ)"|"([\w]+/email/[\w]+)"')
# Who may begin a transaction of their own, and who may record a fact apart: few, and by name.
OWN_TRANSACTIONS = {"transaction", "reading"}
MAY_BEGIN = {"core", "demo"}


def sources(root: Path) -> Iterator[Path]:
    """Our own Python files but the tests, the migrations and the Stripe simulator, which is nobody's import."""
    for package in (*PACKAGES, "core", "demo"):
        for path in sorted((root / package).rglob("*.py")):
            if "simulator" not in path.parts:
                yield path
    if (root / "app.py").exists():
        yield root / "app.py"


def name_of(root: Path, path: Path) -> str:
    return path.relative_to(root).as_posix()


def using(root: Path, *names: str) -> set[str]:
    """The files in which one of these names is called, imported or passed on."""
    wanted = {*names}
    return {
        name_of(root, path)
        for path in sources(root)
        for node in ast.walk(ast.parse(path.read_text()))
        if {getattr(node, "id", None), getattr(node, "attr", None), getattr(node, "name", None)} & wanted
    }


def committers(root: Path) -> set[str]:
    """Files that commit or roll back, other than core/db.py and what sets its connections up."""
    return using(root, "commit", "rollback") - {"core/db.py", "core/connections.py"}


def own_transactions(root: Path) -> set[str]:
    """Packages' files that begin a transaction although no command and no caller of the outside."""
    return {
        name
        for name in using(root, *OWN_TRANSACTIONS)
        if name.split("/")[0] not in MAY_BEGIN and "/commands" not in name and "payments/" not in name
    } - {"app.py", *using(root, "calls_outside")}


def unhanded_clocks(root: Path) -> set[str]:
    """Rules, queries, actions and forms that ask the time instead of being handed it."""
    kinds = ("rules.py", "queries.py", "actions.py", "forms.py", "models.py")
    return {
        name_of(root, path)
        for path in sources(root)
        if path.parts[-2] not in {"core", "payments"} and path.name in kinds and "clock.now()" in path.read_text()
    }


def asks_twice(root: Path) -> set[str]:
    """Functions that ask the time more than once for each transaction they begin."""
    found = set()
    for path in sources(root):
        for function in ast.walk(ast.parse(path.read_text())):
            if isinstance(function, ast.FunctionDef):
                source = ast.unparse(function)
                begun = source.count("with transaction()") + source.count("with reading()")
                if source.count("clock.now()") > max(1, begun):
                    found.add(f"{name_of(root, path)}:{function.name}")
    return found


def other_clocks(root: Path) -> set[str]:
    """Files that read the machine's clock for a decision; core/clock.py alone does."""
    asked = re.compile(r"datetime\.(now|utcnow|today)\(|date\.today\(|\btime\.time\(")
    allowed = {"core/clock.py", "demo/certificate.py"}
    return {
        name_of(root, path)
        for path in sources(root)
        if asked.search(path.read_text()) and name_of(root, path) not in allowed and "demo/catcher" not in str(path)
    }


def htmx_readers(root: Path) -> set[str]:
    """Files other than core/web.py that look at an htmx header."""
    return {name_of(root, path) for path in sources(root) if "HX-" in path.read_text()} - {"core/web.py"}


def selecting_views(root: Path) -> set[str]:
    """Views that hold a SELECT of their own."""
    return {name for name in using(root, "select", "scalars", "scalar", "execute") if name.endswith("views.py")}


def impure_rules(root: Path) -> set[str]:
    """Rules that touch a session, a request or a clock."""
    forbidden = re.compile(
        r"^from (flask|sqlalchemy\.orm)\b|^import flask\b|from core\.db|from core import .*clock", re.M
    )
    return {
        name_of(root, path) for path in sources(root) if path.name == "rules.py" and forbidden.search(path.read_text())
    }


def borrowers(root: Path) -> set[str]:
    """Files that import another package's views or forms."""
    found = set()
    for path in sources(root):
        package = path.relative_to(root).parts[0]
        if package in {"app.py", "demo"}:
            continue
        for match in BORROWED.finditer(path.read_text()):
            if match.group(1) != package:
                found.add(name_of(root, path))
    return found


def importers_of_app(root: Path) -> set[str]:
    return {name_of(root, path) for path in sources(root) if re.search(r"^(from|import) app\b", path.read_text(), re.M)}


def unasked_questions(root: Path) -> set[str]:
    """Package files whose name is not one of the house's questions."""
    return {
        name_of(root, path)
        for path in sources(root)
        if path.relative_to(root).parts[0] in PACKAGES
        and path.stem not in QUESTIONS
        and path.parent.name not in QUESTIONS
        and name_of(root, path) not in ALONE
    }


def silent_packages(root: Path) -> set[str]:
    """Packages that do not say what they own."""
    return {
        package
        for package in PACKAGES
        if (root / package).is_dir() and not ast.get_docstring(ast.parse((root / package / "__init__.py").read_text()))
    }


def long_files(root: Path) -> set[str]:
    templates = (root / "templates").rglob("*.html") if (root / "templates").is_dir() else ()
    return {
        name_of(root, path)
        for path in [*sources(root), *templates, *(root / "tests").rglob("*.py")]
        if len(path.read_text().splitlines()) > LONGEST
    }


def banned_names(root: Path) -> set[str]:
    """Functions, classes and files named after nothing in particular."""
    found = set()
    for path in sources(root):
        if BANNED_NAMES.search(path.stem):
            found.add(name_of(root, path))
        for node in ast.walk(ast.parse(path.read_text())):
            if (
                isinstance(node, ast.FunctionDef | ast.ClassDef)
                and node.name not in GIVEN
                and BANNED_NAMES.search(node.name.lower())
            ):
                found.add(f"{name_of(root, path)}:{node.name}")
    return found


def loose_fragments(root: Path) -> set[str]:
    """Fragments that are not a block holding, first thing, the element of their name."""
    found = set()
    for path in sources(root):
        for template, fragment in PAGE.findall(path.read_text()):
            text = (root / "templates" / template).read_text()
            if not re.search(rf'{{% block {fragment} (scoped )?%}}\s*<\w+[^>]* id="{fragment}"', text):
                found.add(f"{template}#{fragment}")
    return found


def unshown_pages(root: Path) -> set[str]:
    """Page templates that no view shows and no letter uses."""
    named = {first or second for path in sources(root) for first, second in TEMPLATE.findall(path.read_text())}
    folders = [root / "templates" / package for package in PACKAGES]
    return {
        path.relative_to(root / "templates").as_posix()
        for folder in folders
        if folder.is_dir()
        for path in folder.rglob("*.*")
        if not path.name.startswith("_")
        and path.relative_to(root / "templates").with_suffix("").as_posix() not in named
    }


def inline_code(root: Path) -> set[str]:
    """Templates with a script or style of their own, a handler, a style attribute, or markup let through."""
    forbidden = re.compile(
        r"<style|\sstyle=|\son\w+=|hx-on|\|\s*safe\b|<script(?![^>]*\bsrc=)(?![^>]*application/(?:ld\+)?json)|js:"
    )
    return {
        path.relative_to(root / "templates").as_posix()
        for path in (root / "templates").rglob("*.html")
        if "email" not in path.relative_to(root / "templates").as_posix() and forbidden.search(path.read_text())
    }

"""How the tests are shared among processes: what uses one costly thing, such as a running program, stays together."""

from xdist.scheduler import LoadScopeScheduling

DATABASES = ("sqlite", "postgresql")
# A folder's tests share a program or a loaded demo for each database; a file's, a thing of their own.
FOLDERS = ("tests/journeys/", "tests/demo/")
FILES = ("tests/abstracts/test_blind_crawl.py", "tests/journeys/test_every_page.py", "tests/journeys/test_markup.py")
# So many that they would keep one process busy when the others are done.
ALONE = ("tests/test_every_route.py", "tests/test_acl_2.py")


class Together(LoadScopeScheduling):
    """Gives out whole groups, in the order in which the tests were collected."""

    def __init__(self, config, log=None) -> None:
        # By size they would go from database to database, and each time what a process has made for one is lost.
        config.option.loadscopereorder = False
        super().__init__(config, log)

    def _split_scope(self, nodeid: str) -> str:
        return group_of(nodeid)


def group_of(nodeid: str) -> str:
    """The name of the group that a test stays with; its own, if it may go anywhere."""
    file, _, test = nodeid.partition("::")
    if file in ALONE:
        return nodeid
    name, _, chosen = test.partition("[")
    database = next((each for each in DATABASES if each in chosen), "")
    if file in FILES:
        return f"{file} {database}"
    folder = next((each for each in FOLDERS if file.startswith(each)), "")
    return f"{folder or file + name} {database}"

"""The reader of pages finds each fault that is planted, and none in a sound page."""

import pytest

from tests.rig.pages import assert_sound, faults_of

SOUND = """<!doctype html>
<html lang="en-GB">
<head><meta charset="utf-8"><title>Your details</title></head>
<body>
  <a href="#main">Skip to the page</a>
  <main id="main">
    <!-- a comment is no element -->
    <h1>Your details</h1>
    <form method="post">
      <div class="field">
        <label for="name">Name</label>
        <p class="hint" id="name-hint">As it should stand on your badge</p>
        <p class="error" id="name-error">Write your name</p>
        <input id="name" name="name" aria-describedby="name-hint name-error" aria-invalid="true">
      </div>
      <label>Diet <select name="diet"><option>None</option></select></label>
      <input type="hidden" name="token" value="x">
      <label><input type="checkbox" name="news"> Tell me the news</label>
      <textarea name="notes" aria-label="Notes"></textarea>
      <button>Save</button>
    </form>
    <h2>Your ticket</h2>
    <svg role="img" aria-label="QR code"><path d="M0 0"></path></svg>
    <a href="/"><img src="/mark.svg" alt="Home"></a>
  </main>
</body>
</html>
"""


def test_a_sound_page_has_no_fault():
    assert_sound(SOUND)


@pytest.mark.parametrize(
    ("good", "bad", "fault"),
    [
        pytest.param("</h1>", "</h2>", "h2", id="a heading closed wrongly"),
        pytest.param("<!doctype html>", "", "Expected DOCTYPE", id="no doctype"),
        pytest.param("<h2>", "<p><div></p><h2>", "end tag", id="a block in a paragraph"),
        pytest.param("<option>", "<option class=a class=b>", "attribute", id="an attribute twice"),
        pytest.param('id="name-hint"', 'id="name"', "2 elements have the id 'name'", id="an id twice"),
        pytest.param('id="name-hint"', 'id="hint"', "aria-describedby='name-hint'", id="a lost hint"),
        pytest.param('<label for="name">', '<label for="nom">', "for='nom'", id="a label for nothing"),
        pytest.param('<label for="name">Name</label>', "", 'id="name"> has no label', id="no label"),
        pytest.param("<label>Diet ", "<label>", 'name="diet"> has no label', id="a label without words"),
        pytest.param(' aria-label="Notes"', "", 'name="notes"> has no label', id="an unnamed area"),
        pytest.param(
            "name-hint name-error",
            "name-hint",
            "'Write your name' is tied",
            id="an error not tied",
        ),
        pytest.param("<button>Save", "<button>", "<button> has no words", id="a button without words"),
        pytest.param(' alt="Home"', "", "has no alt", id="a picture without words"),
        pytest.param("<h1>Your details</h1>", "<p>Your details</p>", "the page has 0 h1", id="no h1"),
        pytest.param("</h1>", "</h1><h1>Again</h1>", "the page has 2 h1", id="two h1"),
        pytest.param("<h2>Your ticket</h2>", "<h3>Your ticket</h3>", "h3 after an h1", id="a level skipped"),
        pytest.param("<title>Your details</title>", "", "no title", id="no title"),
        pytest.param(' lang="en-GB"', "", "language", id="no language"),
        pytest.param('href="#main"', 'href="#content"', "'#content'", id="a link within to nowhere"),
    ],
)
def test_a_planted_fault_is_found(good, bad, fault):
    assert good in SOUND

    found = faults_of(SOUND.replace(good, bad, 1))

    assert any(fault in each for each in found), found


def test_a_fragment_needs_no_page_around_it():
    assert_sound('<section id="scorecard"><p>Mean so far: 3</p></section>', is_fragment=True)


def test_a_fragment_has_faults_of_its_own():
    found = faults_of('<section id="a"><p id="a">Mean</section></div><input name="score">', is_fragment=True)

    assert any("2 elements have the id 'a'" in each for each in found)
    assert any('<input name="score"> has no label' in each for each in found)
    assert any("end tag" in each for each in found)


def test_all_faults_are_told_at_once():
    with pytest.raises(AssertionError) as failure:
        assert_sound("<p>One<h1>Two</h1><h1>Three</h1>")

    assert "DOCTYPE" in str(failure.value)
    assert "the page has 2 h1" in str(failure.value)

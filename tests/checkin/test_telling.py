"""A browser that cannot sound or shake tells nobody so: the word, the shape and the colour are there."""

import pytest

from tests.checkin.scripts import open_scripts

TELL = """async (lacks) => {
  const without = {
    "no sound": () => delete window.AudioContext,
    "no touch": () => Object.defineProperty(navigator, "vibrate", { value: undefined }),
    "sound that is refused": () => (window.AudioContext = class {
      constructor() { throw new DOMException("", "NotAllowedError"); }
    }),
    "sound that was interrupted": () => (window.AudioContext = class {
      state = "interrupted";
      resume() { return Promise.reject(new DOMException("", "InvalidStateError")); }
    }),
    "an old browser's sound": () => (window.AudioContext = class { state = "suspended"; resume() {} }),
  };
  without[lacks]();
  const { tell } = await import("/tell.js");
  document.dispatchEvent(new Event("pointerdown"));
  for (const verdict of ["admitted", "again", "refused", "none of these"]) tell(verdict);
  await new Promise((go) => setTimeout(go, 50));
}"""
LACKS = ["no sound", "no touch", "sound that is refused", "sound that was interrupted", "an old browser's sound"]


def faults_of(browser, lacks: str, fault=None) -> list:
    page, errors = open_scripts(browser, fault), []
    page.on("pageerror", lambda error: errors.append(error))
    page.evaluate(TELL, lacks)
    return errors


@pytest.mark.parametrize("lacks", LACKS)
def test_what_a_browser_cannot_do_breaks_nothing(browser, lacks):
    assert faults_of(browser, lacks) == []


def test_a_sound_whose_refusal_nobody_hears_is_noticed(browser):
    deaf = {"tell.js": ("?.catch(() => null)", "")}
    assert faults_of(browser, "sound that was interrupted", deaf) != []

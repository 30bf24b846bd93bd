"""What is drawn of a position: the card that a message shows of a link to it."""

from collections import OrderedDict
from threading import Lock

from core import typesetting
from policy.models import PositionText
from policy.queries import Shown

CARDS_KEPT = 50
_cards: OrderedDict[tuple, bytes] = OrderedDict()
_drawing = Lock()


def nations_of(shown: Shown) -> str:
    """The nations that a position is for, as one says them: Wales, Northern Ireland."""
    return ", ".join(each.nation.value.title() for each in shown.position.nations)


def card_of(shown: Shown, text: PositionText) -> bytes:
    """The card as a PNG of 1200 by 630 dots. Whoever calls it has asked already whether the world may read ``shown``.

    A drawing is kept by its words, so that a crowd is no work; words that are not shown are never asked for.
    """
    words = (nations_of(shown), text.title, text.frame)
    card = _cards.get(words)
    if card is None:
        data = {"kicker": f"Policy position, {words[0]}", "title": text.title, "frame": text.frame}
        card = typesetting.png_of("policy/card.typ", data)
        with _drawing:
            _cards[words] = card
            while len(_cards) > CARDS_KEPT:
                _cards.popitem(last=False)
    return card

"""In the browser, too, reading takes time in proportion to the text, and stops often enough for somebody to type."""

from tests.childdata.browser import run
from tests.childdata.test_growth import LONG, MIDDLE, PIECES, SHORT, SMALLEST, STEEP
from tests.childdata.test_measures import INNOCENT, corpus

FRAME = 0.016  # seconds in which a browser draws one picture; nothing may hold it up for longer


def cut(piece, size):
    return (piece * size)[:size]


def test_reading_grows_with_the_length_of_the_text_and_no_faster():
    taken = run("grow", [cut(piece, size) for piece in PIECES for size in (SHORT, MIDDLE, LONG)])
    for place, piece in enumerate(PIECES):
        short, middle, long = (max(one, SMALLEST) for one in taken[3 * place : 3 * place + 3])
        assert middle / short < STEEP * MIDDLE / LONG, piece
        assert long / short < STEEP, piece


def test_no_step_of_a_long_text_holds_up_the_page():
    innocent = " ".join(text for label, text in corpus() if label == INNOCENT)
    texts = [cut(piece, LONG) for piece in (*PIECES, innocent + " ")]
    taken = run("steps", [*texts, *texts])  # the first reading of each compiles; the second is what typing meets
    slow = {text[:20]: seconds for text, seconds in zip(texts, taken[len(texts) :], strict=True) if seconds > FRAME}
    assert slow == {}

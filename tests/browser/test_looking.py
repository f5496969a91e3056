"""The looking itself: a check that cannot fail would prove nothing."""

import pytest

pytestmark = pytest.mark.browser

FAULTS = {
    "image-alt": "document.querySelector('main').append(document.createElement('img'))",
    "2 h1": "document.querySelector('main').append(document.createElement('h1'))",
    "wide on a screen": "document.querySelector('main').style.width = '2000px'",
    "color-contrast": "document.querySelector('main h1').style.color = '#dddddd'",
    "lead nowhere": "document.querySelector('main a').setAttribute('href', '#nowhere')",
    "there twice": "document.querySelector('main a').id = 'main-content'",
    "title": "document.title = 'LSCP Portal'",
    "safeguarding notice": "document.querySelector('.lscp-notice').remove()",
    "the console says": "console.error('planted')",
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_planted_fault_is_found(person, fault):
    parent = person("parent").open("/")
    parent.page.evaluate(FAULTS[fault])
    with pytest.raises(AssertionError, match=fault):
        parent.look()

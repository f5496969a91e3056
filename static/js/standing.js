// The parts of the page that are about the saved answer: what it still needs before it can be signed, what held only for
// the revision that the page was drawn with, and forms beside it that are sent on top of the present one.

// revision: the one that is saved now; needs: sentences, where the server says any.
export function followWhatIsSaved ({ revision, needs = [] }) {
  for (const place of document.querySelectorAll('[data-needs]')) showNeeds(place, needs)
  for (const part of document.querySelectorAll('[data-until-revision]')) part.hidden ||= revision > Number(part.dataset.untilRevision)
  for (const part of document.querySelectorAll('[data-after-revision]')) part.hidden = revision <= Number(part.dataset.afterRevision)
  for (const input of document.querySelectorAll('[data-revision-now]')) input.value = revision
}

function showNeeds (place, needs) {
  const list = place.querySelector('ul')
  const lines = needs.map((sentence) => Object.assign(document.createElement('li'), { textContent: sentence }))
  if ([...list.children].map((line) => line.textContent).join() === needs.join()) return // a screen reader hears what changes
  list.replaceChildren(...lines)
  place.firstElementChild.hidden = needs.length === 0
}

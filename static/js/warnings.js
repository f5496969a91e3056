// Draws what the server found in the boxes of a form that may point at a child, and asks whether somebody has checked.

// warnings: field -> {lines: [[words, why]], digest, is_confirmed}. Returns the boxes to tick that nobody has ticked.
export function showWarnings (form, warnings) {
  const open = []
  for (const part of form.querySelectorAll('[data-child-warning]')) {
    const found = warnings[part.dataset.childWarning]
    const tick = part.querySelector('input')
    part.hidden = !found
    part.querySelector('ul').replaceChildren(...(found?.lines ?? []).map(line))
    tick.value = found?.digest ?? ''
    tick.checked = found?.is_confirmed ?? false
    if (found && !found.is_confirmed) open.push(tick)
  }
  return open
}

// Shows the question at a box only while it is about the present text; whether it stands there now.
// words: what warns in that text; isAsked: the server has read this very text.
export function questionStands (group, words, isAsked) {
  const part = group.querySelector('[data-child-warning]')
  if (!part) return false
  const asked = [...part.querySelectorAll('li strong')].map((strong) => strong.textContent)
  const isSame = asked.length === words.length && words.every((one) => asked.includes(`“${one}”`))
  part.hidden = asked.length === 0 || !(isAsked || isSame)
  return !part.hidden
}

function line ([words, why]) {
  const strong = document.createElement('strong')
  strong.textContent = `“${words}”`
  const item = document.createElement('li')
  item.append(strong, ` ${why}`)
  return item
}

// Single keys for readers who switched them on. Every key stands for something on the page that works without it.
const LEVELS = { 1: 'embedded', 2: 'secure', 3: 'partly', 4: 'not_in_place', 0: 'not_applicable' }
const TYPED = 'textarea, select, input:not([type=radio], [type=checkbox], [type=hidden])'

function pressed (event) {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || event.defaultPrevented) return
  const { key, target } = event
  if (key === 'Escape') return target.matches(TYPED) ? target.blur() : undefined
  if (target.matches(TYPED)) return
  if (act(key)) event.preventDefault()
}

// Whether the page has something for this key.
function act (key) {
  if (key === '?') return show(document.querySelector('[data-keys-help]'))
  if (key in LEVELS) return choose(document.querySelector(`input[name=level][value=${LEVELS[key]}]`))
  const place = document.querySelector(`[data-key="${CSS.escape(key)}"]`)
  if (!place) return false
  if (place instanceof HTMLDetailsElement) return unfold(key)
  if (place.matches(TYPED)) place.focus()
  else place.click()
  return true
}

function choose (radio) {
  if (!radio) return false
  radio.focus()
  radio.click()
  return true
}

function unfold (key) {
  const all = [...document.querySelectorAll(`details[data-key="${CSS.escape(key)}"]`)]
  const isOpen = all.every((one) => one.open)
  for (const one of all) one.open = !isOpen
  all[0].querySelector('summary').focus()
  return true
}

function show (help) {
  if (!help) return false
  if (help.open) help.close()
  else help.showModal()
  return true
}

document.addEventListener('keydown', pressed)

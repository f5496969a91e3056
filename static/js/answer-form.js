// Reads and fills the form of one answer.
const NO_WORDS = new Set(['csrfmiddlewaretoken', 'operation_id', 'read'])

// Field -> text, as the browser would send it; a question without a choice is not there.
export function fieldsOf (form) {
  const fields = Object.fromEntries(new FormData(form))
  delete fields.csrfmiddlewaretoken
  return fields
}

// Whether two say the same, whatever revision they stand on.
export function isSame (one, other) {
  const names = new Set([...Object.keys(one), ...Object.keys(other)])
  return [...names].every((name) => NO_WORDS.has(name) || clean(one[name]) === clean(other[name]))
}

export function put (form, fields) {
  for (const element of form.elements) {
    if (!element.name || element.name === 'csrfmiddlewaretoken' || element.type === 'submit') continue
    if (element.type === 'radio') element.checked = element.value === fields[element.name]
    else if (element.type === 'checkbox') element.checked = element.value !== '' && element.value === fields[element.name]
    else element.value = fields[element.name] ?? ''
    element.dispatchEvent(new Event('keyup')) // for whoever counts words
  }
}

export function newId () {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6] & 0x0f) | 0x40
  bytes[8] = (bytes[8] & 0x3f) | 0x80
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

export function timeOf (instant) {
  return new Date(instant).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'Europe/London' })
}

function clean (text) {
  return (text ?? '').replace(/\r\n?/g, '\n')
}

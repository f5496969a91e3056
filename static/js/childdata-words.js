// Words and signs, as Python takes them (lscp_portal/childdata/phrases.py).

// A word in small letters, without a possessive ending.
export function plain (word) {
  return word.toLowerCase().replaceAll('\u2019', "'").replace(/'s$/, '').replace(/'$/, '')
}

// The signs before and after a place; one outside the first 65,536 counts once, as in Python.
export function lastSigns (text, end, count) {
  return Array.from(text.slice(Math.max(0, end - 2 * count), end)).slice(-count).join('')
}

export function firstSigns (text, start, count) {
  return Array.from(text.slice(start, start + 2 * count)).slice(0, count).join('')
}

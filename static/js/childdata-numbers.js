// The check characters of numbers that name one person, as in lscp_portal/childdata/numbers.py.

// Thirteen characters: a check letter, eleven digits, then a digit, or a letter for a temporary number.
export function isUpn (text, { zeros, figures: { upn_letters: letters } }) {
  const [check, ...marks] = text.toUpperCase()
  const values = marks.map((mark) => valueOf(mark, zeros) ?? letters.indexOf(mark))
  if (values.includes(-1)) return false
  const total = values.reduce((sum, value, place) => sum + (place + 2) * value, 0)
  return letters[total % 23] === check
}

// Ten digits, the last one checking the others modulo 11; never one digit ten times.
export function isNhsNumber (text, { zeros }) {
  const digits = [...text]
  if (new Set(digits).size === 1) return false
  return (11 - weighed(digits, zeros) % 11) % 11 === valueOf(digits[9], zeros)
}

// Ten digits, the last one being 10 less the others' weighted sum modulo 11; none begins with a nought.
export function isLearnerNumber (text, { zeros }) {
  const digits = [...text]
  if (!/^[1-9]/.test(text) || new Set(digits).size === 1) return false
  const rest = weighed(digits, zeros) % 11
  return rest !== 0 && 10 - rest === valueOf(digits[9], zeros)
}

function weighed (digits, zeros) {
  return digits.slice(0, 9).reduce((sum, digit, place) => sum + (10 - place) * valueOf(digit, zeros), 0)
}

// 0 to 9 in any script, by the noughts of all scripts; undefined for what is no digit.
function valueOf (sign, zeros) {
  const code = sign.codePointAt(0)
  const zero = zeros.find((one) => one <= code && code < one + 10)
  return zero === undefined ? undefined : code - zero
}

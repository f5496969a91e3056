// Reads a text for child details by the rules that the server hands out (lscp_portal/childdata/document.py).
// tests/childdata/test_browser_reads_the_same.py holds it to the detector in Python, finding by finding.
import { isAFullName, isATitledName, isSomebody } from './childdata-names.js'
import { isLearnerNumber, isNhsNumber, isUpn } from './childdata-numbers.js'
import { firstSigns, lastSigns, plain } from './childdata-words.js'

// What must hold of a match besides its pattern, by the name that the rule gives.
const TESTS = {
  passes_as_upn: (found, reader) => isUpn(found.slice(1).join(''), reader),
  is_called_nhs_number: (found, reader) => reader.passes(found, isNhsNumber) && reader.isCalledNhs(found),
  is_bare_nhs_number: (found, reader) => reader.passes(found, isNhsNumber) && !reader.isCalledNhs(found),
  is_bare_learner_number: (found, reader) => reader.passes(found, isLearnerNumber) && !reader.passes(found, isNhsNumber),
  is_of_a_person: (found, reader) => !found[1].toLowerCase().split(/[._+-]/).some((word) => reader.lists.role_mailboxes.has(word)),
  is_dialled_in_full: (found, reader) => reader.figures.phone_digits.includes([...dialled(found[0])].length),
  stands_with_a_name: (found, reader) => reader.hasNameBeside(found),
  stands_without_a_name: (found, reader) => !reader.hasNameBeside(found),
  are_no_school_words: (found, reader) => !reader.lists.school_capitals.has(found[1].replace(/[^A-Z]/g, '')) && found[0] !== reader.figures.published_review,
  is_a_name: (found, reader) => reader.isName(plain(found[1])),
  is_a_surname: (found, reader) => reader.isName(plain(found[1])) && !reader.lists.not_families.has(plain(found[1])),
  is_no_colleague: (found, reader) => reader.isNoColleague(found[1]),
  is_a_titled_name: isATitledName,
  is_somebody: isSomebody,
  is_a_full_name: isAFullName
}
const SPACES = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/ // as Python parts words

export class Reader {
  // known: {names, mailboxes, telephones, postcodes} of the school's own, which are no finding
  constructor (document, known = {}) {
    this.rules = document.rules.map((rule) => ({ ...rule, pattern: new RegExp(document.sources[rule.source], 'dgu'), test: rule.test && TESTS[rule.test] }))
    this.patterns = Object.fromEntries(Object.entries(document.patterns).map(([name, source]) => [name, new RegExp(source, 'u')]))
    this.traits = document.traits.map((source) => new RegExp(source, 'u'))
    this.words = new RegExp(document.patterns.word, 'gu')
    this.sentences = new RegExp(document.patterns.sentence, 'gu')
    this.inAYear = new RegExp(document.patterns.in_a_year, 'uy')
    this.smallAndAged = new RegExp(document.patterns.small_and_aged, 'uy')
    this.nameBefore = new RegExp(document.patterns.name_before, 'du')
    this.lists = Object.fromEntries(Object.entries(document.lists).map(([name, words]) => [name, new Set(words)]))
    this.says = document.sentences
    this.figures = document.figures
    this.zeros = document.zeros
    this.lookalikes = document.lookalikes
    this.unlike = new RegExp(`[${Object.keys(document.lookalikes).map((sign) => `\\u{${sign.codePointAt(0).toString(16)}}`).join('')}]`, 'gu')
    this.staff = new Set((known.names ?? []).flatMap((name) => name.split(SPACES)).filter(Boolean).map(plain))
    this.own = {
      email: new Set((known.mailboxes ?? []).map((mailbox) => mailbox.toLowerCase())),
      postcode: new Set((known.postcodes ?? []).map(bare)),
      phone: new Set((known.telephones ?? []).map(dialled))
    }
  }

  // Stops between small steps, so that whoever drives it can let the browser breathe. Returns the findings in order of
  // place, without overlaps: {kind, severity, start, end, sentence}, places as JavaScript counts them.
  * steps (text) {
    const readable = text.replace(this.unlike, (sign) => this.lookalikes[sign])
    const found = []
    for (const { kind, severity, pattern, group, test } of this.rules) {
      yield
      for (const match of readable.matchAll(pattern)) {
        if (!test || test(match, this)) found.push(this.finding(kind, severity, ...match.indices[group]))
        yield
      }
    }
    yield * this.firstNames(readable, found)
    yield * this.rareCombinations(readable, found)
    return withoutOverlaps(found.filter((one) => !this.isOwn(one, readable.slice(one.start, one.end))), this.lists.numbers)
  }

  read (text) {
    const steps = this.steps(text)
    for (;;) {
      const { done, value } = steps.next()
      if (done) return value
    }
  }

  finding (kind, severity, start, end) {
    return { kind, severity, start, end, sentence: this.says[kind] }
  }

  // First names near a word for a child or a relative, sentence by sentence.
  * firstNames (text, found) {
    const { near, first_names: firstNames, staff, not_people: notPeople } = { ...this.figures, ...this.lists }
    for (const sentence of text.matchAll(this.sentences)) {
      yield
      const words = [...sentence[0].matchAll(this.words)]
      const around = (first, last) => words.slice(Math.max(0, first), last).map((word) => plain(word[0]))
      for (const [place, word] of words.entries()) {
        const name = plain(word[0])
        if (!firstNames.has(name) || this.staff.has(name)) continue
        yield
        const start = sentence.index + word.index
        if (!isCapital(word[0])) {
          this.smallAndAged.lastIndex = start + word[0].length
          if (this.smallAndAged.test(text)) found.push(this.finding('name', 'warn', start, start + word[0].length))
          continue
        }
        if (around(place - 2, place + 4).some((one) => staff.has(one))) continue
        if (around(place + 1, place + 3).some((one) => notPeople.has(one))) continue
        this.inAYear.lastIndex = start + word[0].length
        const isNear = this.inAYear.test(text) || around(place - near, place + near + 1).some((one) => this.patterns.belongs.test(one))
        if (isNear) found.push(this.finding('name', 'warn', start, start + word[0].length))
      }
    }
  }

  // One child, two traits and an event in one sentence.
  * rareCombinations (text, found) {
    for (const { 0: words, index } of text.matchAll(this.sentences)) {
      yield
      const traits = this.traits.filter((trait) => trait.test(words)).length
      const isRare = traits >= this.figures.enough_traits && this.patterns.one.test(words) && this.patterns.event.test(words)
      if (isRare) found.push(this.finding('rare_combination', 'warn', index, index + words.length))
    }
  }

  passes (found, check) {
    return check(found[1] + found[3] + found[4], this) && !this.patterns.after_country_code.test(this.before(found))
  }

  isCalledNhs (found) {
    return this.patterns.called_nhs.test(this.before(found))
  }

  before ({ input, index }) {
    return lastSigns(input, index, this.figures.label_reach)
  }

  hasNameBeside (found) {
    const named = this.nameBefore.exec(lastSigns(found.input, found.index, this.figures.name_reach))
    if (named && isAFullName(named, { ...this, staff: new Set() })) return true
    const end = found.index + found[0].length
    const reach = this.figures.long_sentence
    const before = lastSigns(found.input, found.index, reach).split(/[.!?\n]/).at(-1)
    const after = firstSigns(found.input, end, reach).split(/[.!?\n]/)[0]
    const words = (before + found[0] + after).match(this.words) ?? []
    return words.some((word) => isCapital(word) && this.lists.first_names.has(plain(word)))
  }

  isName (word) {
    return !['not_names', 'not_people', 'title_words'].some((list) => this.lists[list].has(word)) && !this.staff.has(word)
  }

  isNoColleague (name) {
    return !this.staff.has(plain(name.split(' ').at(-1)))
  }

  isOwn ({ kind, severity }, words) {
    if (kind === 'email') return this.own.email.has(words.toLowerCase())
    if (kind === 'postcode') return this.own.postcode.has(bare(words))
    const isDigits = kind === 'phone' || (this.lists.ten_digits.has(kind) && severity === 'warn')
    return isDigits && this.own.phone.has(dialled(words))
  }
}

function isCapital (word) {
  return /^\p{Uppercase}/u.test(word)
}

function bare (postcode) {
  return postcode.replaceAll(' ', '').toUpperCase()
}

function dialled (telephone) {
  return telephone.replaceAll('+44', '0').replaceAll('(0)', '').replace(/\P{Nd}/gu, '')
}

// Of two that share characters the blocking one stays, then a number, then the longer one.
function withoutOverlaps (found, numbers) {
  const kept = []
  const weights = ({ kind, severity, start, end }) => [severity !== 'block', !numbers.has(kind), start - end, start].map(Number)
  const weighed = found.map((finding) => ({ finding, weights: weights(finding) }))
  weighed.sort((one, other) => one.weights.map((weight, place) => weight - other.weights[place]).find(Boolean) ?? 0)
  for (const { finding } of weighed) {
    const place = placeOf(finding.start, kept)
    const isFree = (kept[place - 1]?.end ?? 0) <= finding.start && finding.end <= (kept[place]?.start ?? Infinity)
    if (isFree) kept.splice(place, 0, finding)
  }
  return kept
}

// Behind all that begin there or before.
function placeOf (start, kept) {
  let first = 0
  let last = kept.length
  while (first < last) {
    const middle = (first + last) >> 1
    if (start < kept[middle].start) last = middle
    else first = middle + 1
  }
  return first
}

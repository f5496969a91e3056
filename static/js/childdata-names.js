// Whether words with a capital are somebody's name, as in lscp_portal/childdata/full_names.py.
import { lastSigns, plain } from './childdata-words.js'

// Beside an age.
export function isSomebody (found, reader) {
  const { first_names: firstNames, not_people: notPeople, determiners } = reader.lists
  const { words, before } = read(found, reader)
  if (isThing(words, reader) || (words.length === 1 && meet(determiners, before.slice(-1)))) return false
  return firstNames.has(words[0]) || !meet(notPeople, words)
}

export function isAFullName (found, reader) {
  const { first_names: firstNames, not_people: notPeople, staff, determiners } = reader.lists
  const { words, before } = read(found, reader)
  if (words.length === 1 || isThing(words, reader) || meet(staff, before) || meet(notPeople, words)) return false
  return firstNames.has(words[0]) || !meet(determiners, before.slice(-1))
}

// Behind a title; neither “Lord Mayor” nor “Miss School”.
export function isATitledName (found, reader) {
  const [title, ...words] = found[1].split(' ').map(plain)
  return reader.isNoColleague(found[1]) && !(reader.lists.words_too.has(title) && meet(reader.lists.title_words, words))
}

// The words of a name without what only opens the sentence, and the two words before it.
function read (found, reader) {
  const { first_names: firstNames, title_words: titleWords } = reader.lists
  let words = found[1].replaceAll('.', '').split(' ').map(plain)
  if (found[1].split(' ').some((word) => reader.patterns.acronym.test(word))) {
    words = words.length === 1 && firstNames.has(words[0]) ? words : []
  }
  const ahead = lastSigns(found.input, found.indices[1][0], reader.figures.sight).match(reader.words) ?? []
  const opening = words.findIndex((word) => !titleWords.has(word))
  const count = opening < 0 ? words.length : opening
  return { words: words.slice(count), before: [...ahead.map(plain), ...words.slice(0, count)].slice(-2) }
}

// No name is left, a word of it is never in a name, or all of them are the school's own people.
function isThing (words, reader) {
  const { first_names: firstNames, title_words: titleWords, staff, places } = reader.lists
  if (words.every((word) => reader.staff.has(word)) || meet(titleWords, words) || meet(staff, words)) return true
  return !firstNames.has(words[0]) && meet(places, words.slice(1))
}

function meet (list, words) {
  return words.some((word) => list.has(word))
}

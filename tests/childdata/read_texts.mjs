// Reads texts from standard input as the browser would, and writes what was found, or how long it took.
import { readFileSync } from 'node:fs'
import { Reader } from '../../static/js/childdata-reading.js'

const ANSWERS = {
  read: (reader, text) => reader.read(text).map(({ kind, start, end, severity, sentence }) =>
    [kind, pythonPlace(text, start), pythonPlace(text, end), severity, sentence]),
  grow: (reader, text) => Math.min(...[1, 2, 3].map(() => seconds(() => reader.read(text)))),
  signs: (reader, text) => new RegExp(pattern, 'u').test(text),
  // the longest stretch without a pause, beyond the first reading, which compiles the patterns
  steps: (reader, text) => Math.max(...stretches(reader.steps(text)))
}
const { kind, rules, known, texts, pattern } = JSON.parse(readFileSync(0, 'utf8'))
const reader = new Reader(rules, known)
process.stdout.write(JSON.stringify(texts.map((text) => ANSWERS[kind](reader, text))))

function pythonPlace (text, place) {
  return Array.from(text.slice(0, place)).length
}

function seconds (act) {
  const started = process.cpuUsage()
  act()
  const { user, system } = process.cpuUsage(started)
  return (user + system) / 1e6
}

function * stretches (steps) {
  for (let done = false; !done;) {
    yield seconds(() => { done = steps.next().done })
  }
}

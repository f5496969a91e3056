// Reads what somebody types for child details, on this computer alone: nothing typed is sent anywhere for it.
// Without this file the server says the same once the form is sent (docs/developer/child-details.md).
import { Reader } from './childdata-reading.js'
import { Findings } from './childdata-findings.js'

const REST_MS = 700 // what was found is shown when typing rests, not at every key
const STEP_MS = 8 // then the browser may draw, and take the next key
const RULES_MS = 3000 // nothing waits longer for the rules; the server reads too
const MARKED = '[data-child-details]'

class Box {
  constructor (element) {
    this.element = element
    this.found = []
    this.text = null // what `found` was read from
    this.asked = null // the text that the server has read, and asks about
    this.findings = new Findings(element)
  }

  get isRead () {
    return this.text === this.element.value
  }

  get blocks () {
    return this.found.some((one) => one.severity === 'block')
  }

  // Reads what stands in the box in small steps. A newer text ends the reading of an older one.
  async read (reader) {
    while (!this.isRead) {
      this.reading ??= this.inSteps(reader, this.element.value).finally(() => { this.reading = null })
      await this.reading
    }
  }

  async inSteps (reader, text) {
    const steps = reader.steps(text)
    for (let until = performance.now() + STEP_MS; this.element.value === text;) {
      if (this.isDone(text, steps)) return
      if (performance.now() < until) continue
      await new Promise((resolve) => setTimeout(resolve))
      until = performance.now() + STEP_MS
    }
  }

  readNow (reader) {
    if (this.isRead) return
    const text = this.element.value
    const steps = reader.steps(text)
    while (!this.isDone(text, steps));
  }

  // One step. A fault in the reading is reported, and never stands in the way of saving: the server reads too.
  isDone (text, steps) {
    let step
    try {
      step = steps.next()
    } catch (error) {
      reportError(error)
      step = { done: true, value: [] }
    }
    if (step.done) {
      this.text = text
      this.found = step.value
    }
    return step.done
  }

  show (options) {
    clearTimeout(this.timer)
    this.shown = this.text
    this.findings.show(this.text, this.found, { isAsked: this.asked === this.text, ...options })
  }
}

const boxes = new Map() // element -> Box
let reader = null
let waits = true // for the rules
const late = new Promise((resolve) => setTimeout(resolve, RULES_MS))
const ready = Promise.race([rules(), late]).finally(() => { waits = false })

// Whether the rules are still on their way.
export function isWaiting () {
  return waits
}

// The boxes of a form whose present text blocks. Empty where the rules did not arrive: then the server alone reads.
export async function blockedIn (form) {
  await ready
  if (!reader) return []
  const read = boxesOf(form)
  while (read.some((box) => !box.isRead)) await Promise.all(read.map((box) => box.read(reader)))
  return elementsThatBlock(read)
}

// The same at once, for a page that is being left.
export function blockedNow (form) {
  if (!reader) return []
  const read = boxesOf(form)
  for (const box of read) box.readNow(reader)
  return elementsThatBlock(read)
}

// The server has read the present texts of this form, and asks about what warns in them.
export function askedAbout (form) {
  for (const box of boxesOf(form)) {
    box.asked = box.element.value
    if (box.isRead) box.show()
  }
}

function boxesOf (form) {
  return [...form.elements].filter((element) => element.matches(MARKED)).map(boxOf)
}

function boxOf (element) {
  if (!boxes.has(element)) boxes.set(element, new Box(element))
  return boxes.get(element)
}

function elementsThatBlock (read) {
  return read.filter((box) => box.blocks).map((box) => box.element)
}

async function rules () {
  const address = document.querySelector(MARKED)?.dataset.childDetails
  if (!address) return
  const known = document.getElementById('child-details-known')
  try {
    const response = await fetch(address, { credentials: 'omit', redirect: 'error' })
    if (response.ok) reader = new Reader(await response.json(), known ? JSON.parse(known.textContent) : {})
  } catch {
    // no line: the server reads what is sent
  }
}

function typed (event) {
  if (!event.target.matches?.(MARKED)) return
  const box = boxOf(event.target)
  if (box.shown === box.element.value) return clearTimeout(box.timer)
  clearTimeout(box.timer)
  box.timer = setTimeout(() => rested(box), REST_MS)
}

async function rested (box) {
  await ready
  if (!reader) return
  await box.read(reader)
  if (box.shown !== box.text) box.show() // else it stands there already, perhaps with “Nothing was sent”
}

// Text that blocks is stopped here, before it leaves the computer, whatever the form would do with it.
function stop (event) {
  if (event.submitter?.formNoValidate) return
  if (waits && boxesOf(event.target).length) return hold(event)
  const [first] = blockedNow(event.target)
  if (!first) return
  event.preventDefault()
  event.stopImmediatePropagation()
  boxOf(first).show({ isStopped: true })
  first.focus()
}

// A button pressed before the rules are here is pressed again once they are.
async function hold (event) {
  event.preventDefault()
  event.stopImmediatePropagation()
  const { target: form, submitter } = event
  await ready
  form.requestSubmit(submitter)
}

// Nothing keeps a text that blocks but its box, so leaving the page would lose it.
function ask (event) {
  const isLost = [...boxes.values()].some((box) => box.blocks && box.isRead && box.element.value !== box.element.defaultValue)
  if (isLost) event.preventDefault()
}

document.addEventListener('input', typed)
document.addEventListener('keyup', typed, true) // `put` of answer-form.js; it does not bubble
document.addEventListener('submit', stop, true)
window.addEventListener('beforeunload', ask)
for (const element of document.querySelectorAll(MARKED)) {
  if (!element.value) continue // else it was saved before, or came back from the server
  const box = boxOf(element)
  if (element.form?.querySelector('[data-child-warning]')) box.asked = element.value
  rested(box)
}

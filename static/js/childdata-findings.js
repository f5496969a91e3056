// Shows below a box what was found in its text: which words, why, what to write instead, and whether it blocks.
import { questionStands } from './warnings.js'

const TAGS = { block: ['lscp-tag--alert', 'Take out'], warn: ['lscp-tag--orange', 'Check'] }
const NOT_ALL = 'This check does not find every name, so read the rest as well.' // as in templates/govuk/child_warning.html

export class Findings {
  constructor (element) {
    this.element = element
    this.label = element.labels[0]?.textContent.trim() ?? ''
    this.place = made('div', 'lscp-findings')
    this.place.id = `${element.id}-findings`
    this.place.hidden = true
    this.status = made('div', 'govuk-visually-hidden') // there before it speaks, or nobody hears it
    this.status.setAttribute('role', 'status')
    this.said = ''
    this.isMarked = false
    this.group = element.closest('.govuk-form-group') ?? element.parentElement
    this.group.append(this.place, this.status)
  }

  // found: of the detector, with places in text. isStopped: somebody wanted to send it. isAsked: the server has read this
  // text too. Where its question about what warns stands (warnings.js), only what blocks is shown here.
  show (text, found, { isStopped = false, isAsked = false } = {}) {
    const all = distinct(text, found)
    const isBlocking = (one) => one.severity === 'block'
    const stands = questionStands(this.group, all.filter((one) => !isBlocking(one)).map((one) => one.words), isAsked)
    const lines = isAsked || stands ? all.filter(isBlocking) : all
    const blocks = lines.filter(isBlocking).length
    this.place.hidden = lines.length === 0
    this.place.replaceChildren(...lines.length ? [this.heading(blocks, isStopped), this.list(lines)] : [])
    this.describe(lines.length > 0)
    this.mark(blocks > 0)
    this.speak(lines, blocks, { isStopped, stands })
  }

  heading (blocks, isStopped) {
    const words = made('p', 'govuk-body')
    words.append(made('strong', '', blocks ? `${isStopped ? 'Nothing was sent. ' : ''}This cannot be saved yet` : 'These words may point at a child or name a person'))
    if (blocks) words.append('. Take out what is marked; until then it stays in this box and nowhere else.')
    else words.append('. Change them, unless you know that they are about no child.')
    words.append(` ${NOT_ALL}`)
    return words
  }

  list (lines) {
    const list = made('ul', 'govuk-list')
    list.append(...lines.map((one) => this.line(one)))
    return list
  }

  line ({ severity, words, sentence, start, end }) {
    const item = made('li')
    const [look, tag] = TAGS[severity]
    const show = made('button', 'lscp-findings__show', `“${words}”`)
    show.type = 'button'
    show.append(made('span', 'govuk-visually-hidden', ': mark it in the box'))
    show.addEventListener('click', () => {
      this.element.focus()
      this.element.setSelectionRange(start, end)
    })
    item.append(made('strong', `govuk-tag ${look}`, tag), ' ', show, ` ${sentence}`)
    return item
  }

  // The red edge is taken away only where it was put here: the server's own stays until the page is drawn again.
  mark (isBlocking) {
    const look = this.element.matches('textarea') ? 'govuk-textarea--error' : 'govuk-input--error'
    if (isBlocking && !this.element.classList.contains(look)) this.isMarked = true
    if (this.isMarked) this.element.classList.toggle(look, isBlocking)
    this.isMarked = isBlocking && this.isMarked
  }

  describe (isShown) {
    const ids = new Set((this.element.getAttribute('aria-describedby') ?? '').split(' ').filter(Boolean))
    if (isShown) ids.add(this.place.id)
    else ids.delete(this.place.id)
    if (ids.size) this.element.setAttribute('aria-describedby', [...ids].join(' '))
    else this.element.removeAttribute('aria-describedby')
  }

  // A screen reader hears a change, once, and never the words that were found. stands: the server’s question is beside it.
  speak (lines, blocks, { isStopped, stands }) {
    const sentences = [...new Set(lines.map((one) => one.sentence))].join(' ')
    const state = lines.length ? `${blocks > 0} ${sentences}` : ''
    if (state && state === this.said && !isStopped) return
    const verdict = blocks ? 'This cannot be saved yet.' : 'Please check.'
    if (state) this.status.textContent = `${this.label}: ${verdict} ${sentences}`
    else this.status.textContent = this.said && !stands ? `${this.label}: nothing more to take out or to check.` : ''
    this.said = state
  }
}

// The same words found twice make one line.
function distinct (text, found) {
  const lines = new Map()
  for (const one of found) {
    const words = text.slice(one.start, one.end)
    const name = `${one.kind} ${words}`
    if (!lines.has(name)) lines.set(name, { ...one, words })
  }
  return [...lines.values()].sort((one, other) => (other.severity === 'block') - (one.severity === 'block'))
}

function made (kind, look = '', words = '') {
  const element = document.createElement(kind)
  if (look) element.className = look
  element.textContent = words
  return element
}

// Says who else is in this section, and that somebody has saved what is on the page. Nothing is changed by it.
import { timeOf } from './answer-form.js'

const EVERY_MS = 20000
const IDLE_MS = 10 * 60 * 1000 // nobody is here who has not touched the page for so long

class Presence {
  constructor (place) {
    this.place = place
    this.people = place.querySelector('[data-here-people]')
    this.news = place.querySelector('[data-here-news]')
    this.form = document.querySelector('form[data-autosave]')
    this.touchedAt = Date.now()
    for (const kind of ['input', 'pointerdown', 'keydown']) {
      document.addEventListener(kind, () => { this.touchedAt = Date.now() }, { passive: true })
    }
    document.addEventListener('visibilitychange', () => this.ask())
    setInterval(() => this.ask(), EVERY_MS)
    this.ask()
  }

  async ask () {
    if (document.hidden || Date.now() - this.touchedAt > IDLE_MS) return
    const token = document.querySelector('[name=csrfmiddlewaretoken]').value
    const body = new URLSearchParams({ code: this.place.dataset.code, csrfmiddlewaretoken: token })
    try {
      const response = await fetch(this.place.dataset.here, { method: 'POST', body, redirect: 'error' })
      if (response.ok) this.show(await response.json())
    } catch {
      // no line: saving says so already
    }
  }

  show ({ colleagues, answers }) {
    say(this.people, colleagues.map(({ name, role, code }) => `${name}${role ? ` (${role})` : ''} is in this section too${code ? `, at ${code}` : ''}.`).join(' '))
    const changed = answers.filter((one) => !one.is_own && one.revision > this.shown(one.code))
    say(this.news, changed.map((one) => `${one.by} saved ${one.code} at ${timeOf(one.saved_at)}.`).join(' ') + (changed.length ? this.advice() : ''))
  }

  // The revision of an answer that the page shows; for one that it does not show, nothing is news.
  shown (code) {
    if (this.form) return code === this.place.dataset.code ? Number(this.form.elements.read.value) : Infinity
    return Number(document.querySelector(`[data-shows="${code}"]`)?.dataset.revision ?? Infinity)
  }

  advice () {
    return this.form
      ? ' What you type stays here; “Save and continue” shows both.'
      : ' Reload the page to see it.'
  }
}

function say (element, words) {
  if (element.textContent !== words) element.textContent = words
}

for (const place of document.querySelectorAll('[data-here]')) new Presence(place)

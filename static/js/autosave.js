// Keeps what somebody types, without leaving the page. The form works the same without this file.
// “Saved at 14:03” is said only after the server has answered 200. Nothing is kept in the browser.
const QUIET_MS = 1500
const FIRST_RETRY_MS = 2000
const LAST_RETRY_MS = 60000
const REQUEST_MS = 20000

class Autosave {
  constructor (form) {
    this.form = form
    this.words = form.querySelector('[data-autosave-words]')
    this.status = form.querySelector('[data-autosave-status]')
    this.isDirty = false
    this.flight = null // the request under way, retries included
    this.said = ''
    form.addEventListener('input', () => this.later(QUIET_MS))
    // the day of a date is no date yet: wait until the three boxes rest
    form.addEventListener('change', (event) => this.later(event.target.closest('.govuk-date-input') ? QUIET_MS : 0))
    form.addEventListener('submit', (event) => this.beforeSubmit(event))
    window.addEventListener('online', () => this.wake?.())
  }

  later (delay) {
    this.isDirty = true
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.save(), delay)
  }

  save () {
    if (this.flight || !this.isDirty || this.isStopped) return
    this.isDirty = false
    // one body and one operation id for one change: a retry sends exactly the same again, so it is counted once
    this.form.elements.operation_id.value = newId()
    const body = new URLSearchParams(new FormData(this.form))
    this.form.elements.operation_id.value = newId() // for whatever is sent next, by us or by the button
    this.flight = this.send(body).finally(() => {
      this.flight = null
      if (this.isDirty) this.later(QUIET_MS)
    })
  }

  async send (body) {
    for (let wait = FIRST_RETRY_MS; ; wait = Math.min(wait * 2, LAST_RETRY_MS)) {
      const response = await this.post(body)
      if (response && response.status < 500) return this.answered(response)
      this.say('Not saved yet: no connection. Trying again.', 'offline')
      if (this.isLeaving) return
      await this.pause(wait)
    }
  }

  async post (body) {
    try {
      return await fetch(window.location.pathname, { // form.action is the box named “action”
        method: 'POST', body, headers: { Accept: 'application/json' }, redirect: 'error', signal: AbortSignal.timeout(REQUEST_MS)
      })
    } catch {
      return null
    }
  }

  pause (wait) {
    return new Promise((resolve) => {
      this.wake = resolve
      setTimeout(resolve, wait * (0.8 + Math.random() * 0.4))
    })
  }

  async answered (response) {
    if (response.status === 200) {
      const { revision, saved_at: savedAt } = await response.json()
      this.form.elements.read.value = revision
      return savedAt ? this.say(`Saved at ${timeOf(savedAt)}.`, 'saved') : undefined
    }
    if (response.status === 422) {
      const { errors } = await response.json()
      return this.say(`Not saved: ${Object.values(errors).flat().join(' ')}`, 'refused')
    }
    this.isStopped = true
    const why = {
      401: 'Not saved: you have been signed out. Choose “Save and continue” to sign in again; your words will be shown.',
      403: 'Not saved: you have been signed out or may not answer. Choose “Save and continue” to see what to do.',
      409: 'Not saved: somebody else saved this answer. Choose “Save and continue” to see both.',
      423: 'Not saved: the audit has been signed, so answers cannot change.'
    }
    this.say(why[response.status] ?? 'Not saved. Choose “Save and continue”.', String(response.status))
  }

  // A button pressed while a request is under way waits for it, so that it stands on the newest revision.
  async beforeSubmit (event) {
    clearTimeout(this.timer)
    if (!this.flight || this.isLeaving) return
    event.preventDefault()
    this.isLeaving = true
    this.isDirty = false
    this.wake?.()
    await this.flight
    this.form.requestSubmit(event.submitter)
  }

  // The visible words always change; a screen reader hears only a change of state.
  say (words, state) {
    this.words.textContent = words
    if (state !== this.said) this.status.textContent = words
    this.said = state
  }
}

function newId () {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  bytes[6] = (bytes[6] & 0x0f) | 0x40
  bytes[8] = (bytes[8] & 0x3f) | 0x80
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')
}

function timeOf (instant) {
  return new Date(instant).toLocaleTimeString('en-GB', { hour: '2-digit', minute: '2-digit', timeZone: 'Europe/London' })
}

for (const form of document.querySelectorAll('form[data-autosave]')) new Autosave(form)

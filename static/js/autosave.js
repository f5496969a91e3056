// Keeps what somebody types, without leaving the page. The form works the same without this file.
// “Saved at 14:03” is said only after the server has answered 200; until then the words are kept on this device.
import { fieldsOf, isSame, newId, timeOf } from './answer-form.js'
import { askedAbout, blockedIn, blockedNow } from './childdata.js'
import { Draft } from './drafts.js'
import { Line } from './line.js'
import { BLOCKED, NOT_SAVED, OFFLINE, OFFLINE_UNKEPT, Saying, WARNED } from './saying.js'
import { post, renewed, SIGNED_OUT } from './sending.js'
import { followWhatIsSaved } from './standing.js'
import { Unsaved } from './unsaved.js'
import { showWarnings } from './warnings.js'

const QUIET_MS = 800
const ARROWS_MS = 300 // the arrow keys choose at each stop on their way
const FIRST_RETRY_MS = 1000
const LAST_RETRY_MS = 30000

class Autosave {
  constructor (form) {
    this.form = form
    this.saying = new Saying(form)
    this.unsaved = new Unsaved(form)
    this.line = new Line(document.querySelector('[data-line]'), this.unsaved.draft)
    this.isDirty = false
    this.flight = null // the request under way, retries included
    this.toTick = [] // boxes “I have checked” that nobody has ticked
    form.addEventListener('input', () => this.typed(QUIET_MS))
    form.addEventListener('change', (event) => this.typed(this.restOf(event.target)))
    form.addEventListener('keydown', () => { this.byKeys = true })
    form.addEventListener('pointerdown', () => { this.byKeys = false })
    form.addEventListener('focusout', (event) => this.left(event))
    form.addEventListener('submit', (event) => this.beforeSubmit(event))
    window.addEventListener('online', () => this.hasLine())
    window.addEventListener('offline', () => this.noLine(Boolean(this.isDirty || this.flight)))
    window.addEventListener('focus', () => this.wake?.())
    window.addEventListener('pagehide', () => this.leave())
    // a page out of the browser's memory stands on an old revision: ask for the present one
    window.addEventListener('pageshow', (event) => { if (event.persisted) window.location.reload() })
    this.unsaved.bringBack().then((kept) => this.takeUp(kept))
  }

  // kept: {words, at} of what was not saved, back in the boxes already; or null.
  takeUp (kept) {
    if (!kept) return
    this.saying.say(`What you typed at ${timeOf(kept.at)} had not been saved. It is back, and being saved now.`, 'back')
    this.later(0)
  }

  // New words are a new change, with an operation id of its own: however often it is sent, it counts once.
  typed (delay) {
    this.form.elements.operation_id.value = newId()
    this.unsaved.keep()
    this.later(delay)
    if (this.line.isLost) this.noLine(true)
  }

  // How long a change may rest before it is sent: a day is no date yet, and an arrow key has perhaps not arrived.
  restOf (box) {
    if (box.closest('.govuk-date-input')) return QUIET_MS
    return box.type === 'radio' && this.byKeys ? ARROWS_MS : 0
  }

  // Out of a question: its answer is chosen.
  left ({ target, relatedTarget }) {
    if (target.type !== 'radio' || target.name === relatedTarget?.name) return
    clearTimeout(this.timer)
    this.save()
  }

  // As the browser believes; a request under way finds out for itself.
  hasLine () {
    this.wake?.()
    if (!this.flight) this.line.back()
  }

  // isWaiting: what is on this page has to be sent.
  noLine (isWaiting) {
    const unkept = blockedIn(this.form).then((boxes) => boxes.map((box) => box.labels[0].textContent.trim()))
    this.line.lost({ isWaiting, unkept })
  }

  later (delay) {
    this.isDirty = true
    clearTimeout(this.timer)
    this.timer = setTimeout(() => this.save(), delay)
  }

  save () {
    if (this.flight || !this.isDirty || this.isStopped) return
    this.isDirty = false
    this.flight = this.sendWhatMayBeSent().finally(() => {
      this.flight = null
      if (this.isDirty) this.later(QUIET_MS)
    })
  }

  // A text that blocks never leaves this computer. It is sent once it is mended: that is typing, too.
  async sendWhatMayBeSent () {
    const blocked = await blockedIn(this.form)
    if (blocked.length) return this.saying.say(BLOCKED, 'blocked')
    await this.send(fieldsOf(this.form))
  }

  // Until the server has answered. Resolves with its status, 0 when the page is being left meanwhile.
  async send (words) {
    let isRenewed = false
    for (let wait = FIRST_RETRY_MS; ; wait = Math.min(wait * 2, LAST_RETRY_MS)) {
      this.saying.say('Saving …', 'saving')
      const response = await post(words, this.form)
      if (response?.status < 500) this.line.back()
      if (response && SIGNED_OUT.has(response.status)) {
        isRenewed = !isRenewed && await this.signedInAgain()
        if (isRenewed) continue
      } else if (response && response.status < 500) return this.answered(response, words)
      else this.noAnswer()
      if (this.isLeaving) return 0
      await this.pause(wait)
    }
  }

  noAnswer () {
    this.saying.say(this.unsaved.draft.works ? OFFLINE : OFFLINE_UNKEPT, 'offline')
    this.noLine(true)
  }

  // Whether the same person has a session again; if not, the page says what to do.
  async signedInAgain () {
    const renewal = await renewed(this.form)
    if (renewal === 'renewed') return true
    this.saying.say(NOT_SAVED[renewal], renewal, renewal === 'signed out' ? this.form.dataset.signIn : '')
    return false
  }

  pause (wait) {
    return new Promise((resolve) => {
      this.wake = resolve
      setTimeout(resolve, wait * (0.8 + Math.random() * 0.4))
    })
  }

  async answered (response, words) {
    if (response.status === 200) return this.saved(await response.json(), words)
    if (response.status === 422) {
      const { errors, warnings } = await response.json()
      if (warnings) this.toTick = showWarnings(this.form, warnings)
      this.saying.say(`Not saved: ${Object.values(errors).flat().join(' ')}`, 'refused')
      return 422
    }
    this.isStopped = true
    if (response.status === 409) return this.changedMeanwhile(await response.json())
    const why = response.status === 423 ? Object.values((await response.json()).errors).flat() : ['Choose “Save and continue”.']
    this.saying.say(`Not saved. ${why.join(' ')}`, String(response.status))
    return response.status
  }

  changedMeanwhile ({ by, is_own: isOwn, answer }) {
    const who = isOwn ? 'you saved this answer in another tab or device' : `${by} saved this answer`
    this.saying.say(`Not saved: ${who}, at ${timeOf(answer.saved_at)}. Choose “Save and continue” to see both.`, '409')
    return 409
  }

  async saved (told, words) {
    const { saved_at: savedAt, warnings = {} } = told
    const isLatest = isSame(words, fieldsOf(this.form))
    if (await this.unsaved.wasChangedSince(told.revision, isLatest)) {
      this.saying.say('What you typed last had been saved. It has been changed since, as you see here.', 'since')
      return 200
    }
    await this.unsaved.settle(told.revision, words, isLatest)
    followWhatIsSaved(told)
    if (isLatest) this.toTick = showWarnings(this.form, warnings)
    if (isLatest) askedAbout(this.form)
    if (savedAt && this.toTick.length) this.saying.say(`Saved at ${timeOf(savedAt)}. ${WARNED}`, 'warned')
    else if (savedAt) this.saying.say(`Saved at ${timeOf(savedAt)}.`, 'saved')
    if (isLatest && !this.isLeaving) this.takeUp(await this.unsaved.ofNextTab())
    return 200
  }

  // A button saves first, here; only what the server has to show (saved, refused, both wordings) leaves the page.
  async beforeSubmit (event) {
    if (this.isLeaving) return
    event.preventDefault()
    const { submitter } = event
    if (submitter?.name) this.form.elements[submitter.name].value = submitter.value
    if (submitter?.name) this.form.elements.operation_id.value = newId()
    clearTimeout(this.timer)
    this.isLeaving = true
    this.wake?.()
    await this.flight
    if (blockedNow(this.form).length) { // typed while the line was down
      this.isLeaving = false
      return this.saying.say(BLOCKED, 'blocked')
    }
    const status = this.isStopped ? 409 : await this.send(fieldsOf(this.form))
    const isAsked = status === 200 && this.toTick.length > 0
    if (status && !isAsked) return HTMLFormElement.prototype.submit.call(this.form)
    this.isLeaving = false
    if (isAsked) return this.toTick[0].focus()
    this.later(0)
  }

  // Nothing can be waited for any more: send what is left, and let the draft speak for it if it does not arrive.
  leave () {
    if (this.isLeaving || this.isStopped || !(this.isDirty || this.flight) || blockedNow(this.form).length) return
    post(fieldsOf(this.form), this.form, { keepalive: true })
  }
}

for (const form of document.querySelectorAll('form[data-autosave]')) new Autosave(form)

// “Keep theirs”: what was typed is given up, by a choice of one's own.
for (const link of document.querySelectorAll('[data-drop-draft]')) {
  link.addEventListener('click', async (event) => {
    event.preventDefault()
    await new Draft(link.dataset).drop()
    window.location.assign(link.href)
  })
}

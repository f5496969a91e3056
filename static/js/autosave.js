// Keeps what somebody types, without leaving the page. The form works the same without this file.
// “Saved at 14:03” is said only after the server has answered 200; until then the words are kept on this device.
import { Draft } from './drafts.js'
import { Line } from './line.js'
import { fieldsOf, isSame, newId, put, timeOf } from './answer-form.js'
import { askedAbout, blockedIn, blockedNow, isWaiting } from './childdata.js'
import { post, renewed, SIGNED_OUT } from './sending.js'
import { showWarnings } from './warnings.js'

const QUIET_MS = 800
const ARROWS_MS = 300 // the arrow keys choose at each stop on their way
const FIRST_RETRY_MS = 1000
const LAST_RETRY_MS = 30000
const DEVICE_MS = 2000
const OFFLINE = 'Not saved: kept on this computer, trying again.'
const OFFLINE_UNKEPT = 'Not saved yet: no connection. Trying again.'
const SILENT = new Set(['saving', 'offline']) // the notice of a lost line speaks for itself
const BLOCKED = 'Not saved: something has to be taken out first, as the page says below the box. What you typed there is kept nowhere else.'
const WARNED = 'Some words may point at a child or name a person: change them, or tick below the box that they are about no child.'
const NOT_SAVED = {
  'signed out': 'Not saved: you have been signed out. What you typed is kept on this computer. ',
  'somebody else': 'Not saved: somebody else has signed in. What you typed is kept until you sign in again.',
  forbidden: 'Not saved: you may not answer here any more. What you typed is kept on this computer for a day.'
}

class Autosave {
  constructor (form) {
    this.form = form
    this.words = form.querySelector('[data-autosave-words]')
    this.status = form.querySelector('[data-autosave-status]')
    this.draft = new Draft(form.dataset)
    this.line = new Line(document.querySelector('[data-line]'), this.draft)
    this.shown = fieldsOf(form) // as the server sent them
    this.kept = this.shown // as the server has them
    this.isDirty = false
    this.flight = null // the request under way, retries included
    this.said = ''
    this.toTick = [] // boxes “I have checked” that nobody has ticked
    form.addEventListener('input', () => this.typed(QUIET_MS))
    form.addEventListener('change', (event) => this.typed(this.restOf(event.target)))
    form.addEventListener('keydown', () => { this.byKeys = true })
    form.addEventListener('pointerdown', () => { this.byKeys = false })
    form.addEventListener('focusout', (event) => this.left(event))
    form.addEventListener('submit', (event) => this.beforeSubmit(event))
    window.addEventListener('online', () => this.hasLine())
    window.addEventListener('offline', () => this.line.lost(Boolean(this.isDirty || this.flight)))
    window.addEventListener('focus', () => this.wake?.())
    window.addEventListener('pagehide', () => this.leave())
    // a page out of the browser's memory stands on an old revision: ask for the present one
    window.addEventListener('pageshow', (event) => { if (event.persisted) window.location.reload() })
    this.bringBack()
  }

  // What was typed here and never saved: after a crash, a lost line, an ended session.
  async bringBack () {
    this.form.inert = true // for as long as the device is asked, no longer
    const late = new Promise((resolve) => setTimeout(resolve, DEVICE_MS, null))
    const kept = await Promise.race([this.draft.find(), late]).finally(() => { this.form.inert = false })
    await this.takeUp(kept)
  }

  async takeUp (kept) {
    if (!kept) return
    if (isSame(kept.words, this.shown)) return 'unsaved' in this.form.dataset ? undefined : this.draft.drop()
    put(this.form, kept.words)
    this.broughtBack = kept.words
    this.say(`What you typed at ${timeOf(kept.at)} had not been saved. It is back, and being saved now.`, 'back')
    this.later(0)
  }

  // New words are a new change, with an operation id of its own: however often it is sent, it counts once.
  typed (delay) {
    this.form.elements.operation_id.value = newId()
    this.keep()
    this.later(delay)
    if (this.line.isLost) this.line.lost(true)
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

  // On this device, but for a box whose text blocks: of that one, what the server has already. Before the rules are here
  // everything is kept, so that nothing is lost; what blocks is taken out again as soon as they are.
  async keep () {
    if (isWaiting()) this.draft.keep(fieldsOf(this.form))
    const blocked = await blockedIn(this.form)
    const words = fieldsOf(this.form)
    for (const { name } of blocked) words[name] = this.kept[name]
    await this.draft.keep(words)
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
    if (blocked.length) return this.say(BLOCKED, 'blocked')
    await this.send(fieldsOf(this.form))
  }

  // Until the server has answered. Resolves with its status, 0 when the page is being left meanwhile.
  async send (words) {
    let isRenewed = false
    for (let wait = FIRST_RETRY_MS; ; wait = Math.min(wait * 2, LAST_RETRY_MS)) {
      this.say('Saving …', 'saving')
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
    this.say(this.draft.works ? OFFLINE : OFFLINE_UNKEPT, 'offline')
    this.line.lost(true)
  }

  // Whether the same person has a session again; if not, the page says what to do.
  async signedInAgain () {
    const renewal = await renewed(this.form)
    if (renewal === 'renewed') return true
    this.say(NOT_SAVED[renewal], renewal)
    if (renewal === 'signed out') this.words.append(this.signInLink())
    return false
  }

  signInLink () {
    const link = document.createElement('a')
    link.className = 'govuk-link'
    link.href = this.form.dataset.signIn
    link.target = '_blank'
    link.textContent = 'Sign in again (opens in a new tab), then come back here'
    return link
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
      this.say(`Not saved: ${Object.values(errors).flat().join(' ')}`, 'refused')
      return 422
    }
    this.isStopped = true
    if (response.status === 409) return this.changedMeanwhile(await response.json())
    const why = response.status === 423 ? Object.values((await response.json()).errors).flat() : ['Choose “Save and continue”.']
    this.say(`Not saved. ${why.join(' ')}`, String(response.status))
    return response.status
  }

  changedMeanwhile ({ by, is_own: isOwn, answer }) {
    const who = isOwn ? 'you saved this answer in another tab or device' : `${by} saved this answer`
    this.say(`Not saved: ${who}, at ${timeOf(answer.saved_at)}. Choose “Save and continue” to see both.`, '409')
    return 409
  }

  async saved ({ revision, saved_at: savedAt, warnings = {} }, words) {
    const isLatest = isSame(words, fieldsOf(this.form))
    if (revision < Number(this.shown.read) && this.broughtBack && isLatest) {
      put(this.form, this.shown) // it had been saved; somebody has changed it since
      await this.draft.drop()
      this.say('What you typed last had been saved. It has been changed since, as you see here.', 'since')
      return 200
    }
    this.form.elements.read.value = revision
    this.kept = words
    if (isLatest) await this.draft.drop()
    else this.keep() // newer words, on the revision that is kept now
    if (isLatest) this.toTick = showWarnings(this.form, warnings)
    if (isLatest) askedAbout(this.form)
    if (savedAt && this.toTick.length) this.say(`Saved at ${timeOf(savedAt)}. ${WARNED}`, 'warned')
    else if (savedAt) this.say(`Saved at ${timeOf(savedAt)}.`, 'saved')
    if (isLatest && this.broughtBack && !this.isLeaving) await this.nextTab()
    return 200
  }

  // What came back is saved. Another tab may have left words for this answer too: they are shown beside it, as a conflict.
  async nextTab () {
    this.broughtBack = null
    this.shown = fieldsOf(this.form)
    const kept = await this.draft.find()
    if (kept && isSame(this.shown, fieldsOf(this.form))) await this.takeUp(kept)
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
      return this.say(BLOCKED, 'blocked')
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

  // The visible words always change; a screen reader hears only a change of state.
  say (words, state) {
    if (state === 'saving' && this.said === 'offline') return
    this.words.textContent = words
    if (state !== this.said && !SILENT.has(state)) this.status.textContent = words
    this.said = state
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

// What is typed on a page and not saved yet: kept on this device, and brought back after a crash, a lost line, an ended
// session.
import { fieldsOf, isSame, put } from './answer-form.js'
import { blockedIn, blockedNow, isWaiting } from './childdata.js'
import { Draft } from './drafts.js'

const DEVICE_MS = 2000

export class Unsaved {
  constructor (form) {
    this.form = form
    this.draft = new Draft(form.dataset)
    this.shown = fieldsOf(form) // as the server sent them
    this.kept = this.shown // as the server has them
    this.broughtBack = null
  }

  // On this device, but for a box whose text blocks: of that one, what the server has already. Before the rules are here
  // everything is kept, so that nothing is lost; what blocks is taken out again as soon as they are.
  async keep () {
    if (isWaiting()) {
      this.draft.keep(fieldsOf(this.form))
      await blockedIn(this.form)
    }
    const words = fieldsOf(this.form)
    for (const { name } of blockedNow(this.form)) words[name] = this.kept[name] // at once: the page may be left next
    await this.draft.keep(words)
  }

  // {words, at} of what was not saved, put back into the boxes; or null.
  async bringBack () {
    this.form.inert = true // for as long as the device is asked, no longer
    const late = new Promise((resolve) => setTimeout(resolve, DEVICE_MS, null))
    const kept = await Promise.race([this.draft.find(), late]).finally(() => { this.form.inert = false })
    return this.putBack(kept)
  }

  async putBack (kept) {
    if (!kept) return null
    if (isSame(kept.words, this.shown)) {
      if (!('unsaved' in this.form.dataset)) await this.draft.drop()
      return null
    }
    put(this.form, kept.words)
    this.broughtBack = kept.words
    return kept
  }

  // Whether what came back had been saved before, and somebody has changed it since: then the page shows that again.
  async wasChangedSince (revision, isLatest) {
    if (revision >= Number(this.shown.read) || !this.broughtBack || !isLatest) return false
    put(this.form, this.shown)
    await this.draft.drop()
    return true
  }

  // The server keeps these words; isLatest: nothing newer is in the boxes.
  async settle (revision, words, isLatest) {
    this.form.elements.read.value = revision
    this.kept = words
    if (isLatest) await this.draft.drop()
    else this.keep() // newer words, on the revision that is kept now
  }

  // What came back is saved. Another tab may have left words for this answer too: they are put back, as a conflict.
  async ofNextTab () {
    if (!this.broughtBack) return null
    this.broughtBack = null
    this.shown = fieldsOf(this.form)
    const kept = await this.draft.find()
    return kept && isSame(this.shown, fieldsOf(this.form)) ? this.putBack(kept) : null
  }
}

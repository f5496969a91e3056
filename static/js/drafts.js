// What is typed and not yet saved, on this device, encrypted with a key that the page brings and nothing here keeps
// (docs/developer/decisions, “Drafts on a device”). Gone once it is saved, after a day, and with signing out.
// Each tab keeps its own, so that two of them never overwrite each other.
import { newId } from './answer-form.js'

const DAY_MS = 24 * 60 * 60 * 1000
const NAME = 'lscp-drafts'
const TAB = 'lscp-tab'

export class Draft {
  // place: data-draft-owner, data-draft-key and data-draft-id of the page
  constructor ({ draftOwner, draftKey, draftId }) {
    this.owner = `${draftOwner}:`
    this.answer = `${this.owner}${draftId}:`
    this.code = draftId?.split(':')[1]
    this.id = this.answer + tab()
    this.works = Boolean(draftKey && globalThis.crypto?.subtle && globalThis.indexedDB)
    this.key = this.works ? importedKey(draftKey) : null
    this.work = Promise.resolve()
    this.waiting = null
  }

  // Keep these words instead of the former ones. Many calls while one is being written make one more.
  keep (words) {
    if (!this.works) return this.work
    const isUnderWay = this.waiting !== null
    this.waiting = words
    return isUnderWay ? this.work : this.inTurn(async () => {
      const latest = this.waiting
      if (latest === null) return // dropped meanwhile
      this.waiting = null
      const iv = crypto.getRandomValues(new Uint8Array(12))
      const plain = new TextEncoder().encode(JSON.stringify(latest))
      const box = await crypto.subtle.encrypt({ name: 'AES-GCM', iv }, await this.key, plain)
      await inStore('readwrite', (store) => store.put({ id: this.id, at: Date.now(), iv, box }))
    })
  }

  // {words, at} of what was not saved, or null: of this tab, else the latest of a tab that has gone, taken over by this one.
  // What is a day old, or was written with another key, is thrown away.
  async find () {
    if (!this.works) return null
    let found = null
    await this.inTurn(async () => {
      const rows = await inStore('readonly', (store) => store.getAll())
      const isOurs = (row) => row.id === this.id
      for (const row of rows.sort((one, other) => isOurs(other) - isOurs(one) || other.at - one.at)) {
        if (Date.now() - row.at > DAY_MS) await inStore('readwrite', (store) => store.delete(row.id))
        else if (!found && row.id.startsWith(this.answer)) found = await this.takenOver(row)
      }
    })
    return found
  }

  // Which answers of this person wait on this device, by the codes of their indicators; each once.
  async codes () {
    let rows = []
    if (this.works) await this.inTurn(async () => { rows = await inStore('readonly', (store) => store.getAll()) })
    const ours = rows.filter(({ id, at }) => id.startsWith(this.owner) && Date.now() - at <= DAY_MS)
    return [...new Set(ours.map(({ id }) => id.split(':')[2]))]
  }

  drop () {
    this.waiting = null
    return this.works ? this.inTurn(() => inStore('readwrite', (store) => store.delete(this.id))) : this.work
  }

  async takenOver (row) {
    const found = await this.opened(row)
    if (found && row.id !== this.id) {
      await inStore('readwrite', (store) => store.put({ ...row, id: this.id }))
      await inStore('readwrite', (store) => store.delete(row.id))
    }
    return found
  }

  async opened (row) {
    try {
      const plain = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: row.iv }, await this.key, row.box)
      return { words: JSON.parse(new TextDecoder().decode(plain)), at: row.at }
    } catch {
      await inStore('readwrite', (store) => store.delete(row.id))
      return null
    }
  }

  // One after the other, so that dropping never overtakes keeping. A browser that refuses storage keeps nothing.
  inTurn (step) {
    this.work = this.work.then(step).catch(() => { this.works = false })
    return this.work
  }
}

// The same on every page of a tab, also after a reload; only a number.
function tab () {
  try {
    sessionStorage.setItem(TAB, sessionStorage.getItem(TAB) ?? newId())
    return sessionStorage.getItem(TAB)
  } catch {
    return newId()
  }
}

function importedKey (text) {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
  return crypto.subtle.importKey('raw', bytes, 'AES-GCM', false, ['encrypt', 'decrypt'])
}

async function inStore (mode, act) {
  const database = await answerOf(opening())
  try {
    return await answerOf(act(database.transaction('drafts', mode).objectStore('drafts')))
  } finally {
    database.close()
  }
}

function opening () {
  const request = indexedDB.open(NAME, 1)
  request.onupgradeneeded = () => request.result.createObjectStore('drafts', { keyPath: 'id' })
  return request
}

function answerOf (request) {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

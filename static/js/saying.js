// What the page says about saving: beside the button, and to a screen reader. Both have it from here.
const SILENT = new Set(['saving', 'offline']) // the notice of a lost line speaks for itself
export const OFFLINE = 'Not saved: kept on this computer, trying again.'
export const OFFLINE_UNKEPT = 'Not saved yet: no connection. Trying again.'
export const BLOCKED = 'Not saved: something has to be taken out first, as the page says below the box. What you typed there is kept nowhere else.'
export const WARNED = 'Some words may point at a child or name a person: change them, or tick below the box that they are about no child.'
export const NOT_SAVED = {
  'signed out': 'Not saved: you have been signed out. What you typed is kept on this computer. ',
  'somebody else': 'Not saved: somebody else has signed in. What you typed is kept until you sign in again.',
  forbidden: 'Not saved: you may not answer here any more. What you typed is kept on this computer for a day.'
}

export class Saying {
  constructor (form) {
    this.words = form.querySelector('[data-autosave-words]')
    this.status = form.querySelector('[data-autosave-status]')
    this.state = ''
    this.heard = '' // what was spoken last
  }

  // A screen reader hears what is new, once; what it could still find there is what the eye sees, or nothing.
  // signIn: an address to sign in again at, or "".
  say (words, state, signIn = '') {
    if (state === 'saving' && this.state === 'offline') return
    this.state = state
    this.status.textContent = ''
    this.words.textContent = words
    if (signIn) this.words.append(signInLink(signIn))
    if (state === 'offline') this.heard = ''
    if (SILENT.has(state) || this.words.textContent === this.heard) return
    this.heard = this.status.textContent = this.words.textContent
  }
}

function signInLink (address) {
  const link = document.createElement('a')
  link.className = 'govuk-link'
  link.href = address
  link.target = '_blank'
  link.textContent = 'Sign in again (opens in a new tab), then come back here'
  return link
}

// Says in words that there is no line to the portal, what is kept where meanwhile, and how many answers wait.
const LOOK_MS = 3000
const KEPT = 'What you type is kept on this computer, encrypted, for a day.'
const UNKEPT = 'This browser keeps nothing: what you type is on this page only, so leave it open.'
const SENT = 'It is sent by itself when the connection is back.'

export class Line {
  // place: the live region; draft: of the answer on this page
  constructor (place, draft) {
    this.place = place
    this.draft = draft
    this.isLost = false
  }

  // Nothing can be sent now. isWaiting: what is on this page has to be; unkept: will be the labels of
  // boxes whose text blocks.
  async lost ({ isWaiting, unkept }) {
    this.isLost = true
    clearTimeout(this.look)
    const [others, labels] = await Promise.all([this.others(), unkept])
    if (!this.isLost) return
    const codes = isWaiting ? [this.draft.code, ...others] : others
    const state = navigator.onLine ? 'The portal cannot be reached.' : 'You are offline.'
    const kept = this.draft.works ? KEPT : UNKEPT
    this.say(state, [kept, labels.length ? this.notKept(labels) : SENT, counted(codes), closed(others)])
  }

  // What blocks stays in its box alone, and with it the whole answer stays here.
  notKept (labels) {
    return `Not kept: what stands in ${listed(labels.map((label) => `“${label}”`))} now, because it may give away a child. It is in that box and nowhere else. Nothing of ${this.draft.code} is sent before it is mended.`
  }

  // The portal has answered; what became of this page's answer stands beside its button.
  async back () {
    if (!this.isLost) return
    this.isLost = false
    await this.lookAtOthers()
  }

  async lookAtOthers () {
    const others = await this.others()
    if (this.isLost) return
    if (!others.length) return this.say('', [])
    this.say('The connection is back.', [counted(others), closed(others)])
    this.look = setTimeout(() => this.lookAtOthers(), LOOK_MS) // another tab may be sending its own
  }

  async others () {
    return (await this.draft.codes()).filter((code) => code !== this.draft.code).sort()
  }

  say (state, sentences) {
    const [heading, words] = this.place.querySelectorAll('p')
    show(heading, state)
    show(words, sentences.filter(Boolean).join(' '))
    this.place.firstElementChild.hidden = !state
  }
}

// A screen reader hears what changes, and nothing twice.
function show (element, words) {
  if (element.textContent !== words) element.textContent = words
}

function counted (codes) {
  if (!codes.length) return 'Nothing waits to be sent.'
  return `${codes.length} ${codes.length === 1 ? 'answer waits' : 'answers wait'} to be sent: ${listed(codes)}.`
}

function listed (names) {
  return names.length === 1 ? names[0] : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

function closed (others) {
  return others.length ? 'An answer whose page you have closed is sent when you open it again.' : ''
}

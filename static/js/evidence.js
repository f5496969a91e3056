// Shows how far a file is on its way, and what its check came to. Both pages work the same without this file.
const LOOK_MS = 2500

class Upload {
  constructor (form) {
    this.form = form
    this.file = form.querySelector('input[type=file]')
    this.words = form.querySelector('[data-upload-words]')
    this.bar = form.querySelector('[data-upload-progress]')
    this.status = form.querySelector('[data-upload-status]')
    form.addEventListener('submit', (event) => this.send(event))
    this.file.addEventListener('change', () => this.say(''))
  }

  send (event) {
    const chosen = this.file.files[0]
    if (!chosen) return // the server says what is missing
    event.preventDefault()
    if (this.request) return
    if (chosen.size > Number(this.file.dataset.largest)) return this.stop(`${chosen.name} has ${inWords(chosen.size)}. At most 20 MB can be sent: leave pictures out, or only describe it.`)
    this.request = new XMLHttpRequest()
    this.request.open('POST', window.location.pathname)
    this.request.setRequestHeader('Accept', 'application/json')
    this.request.upload.addEventListener('progress', (sent) => this.moved(sent))
    this.request.addEventListener('load', () => this.answered())
    this.request.addEventListener('error', () => this.stop('The file did not arrive: no connection. Press “Upload” to try again.'))
    this.say(`Sending ${chosen.name} …`, 'Sending the file.')
    this.bar.hidden = false
    this.request.send(new FormData(this.form))
  }

  moved (sent) {
    if (!sent.lengthComputable) return
    this.bar.value = Math.round(100 * sent.loaded / sent.total)
    this.say(`${inWords(sent.loaded)} of ${inWords(sent.total)} sent`, 'Sending the file.')
  }

  answered () {
    const { status } = this.request
    if (status === 200) return window.location.assign(this.answer().location)
    const why = {
      401: 'You have been signed out. Sign in in another window, then press “Upload” again.',
      403: 'You have been signed out or may not upload. Load the page again.',
      413: 'The file is larger than 20 MB. Leave pictures out, or only describe it.',
      423: 'The audit has been signed, so its evidence cannot change.',
      429: 'Two files are on their way already. Wait for them, then press “Upload” again.'
    }
    this.stop(status === 422 || status === 503 ? this.answer().errors.join(' ') : why[status] ?? 'The file was not kept. Press “Upload” to try again.')
  }

  answer () {
    return JSON.parse(this.request.responseText)
  }

  stop (words) {
    this.request = null
    this.bar.hidden = true
    this.say(words, words, 'govuk-error-message')
  }

  // heard: the same for a screen reader, which need not hear each kilobyte.
  say (words, heard = words, look = 'govuk-body') {
    if (this.status.textContent !== heard) this.status.textContent = heard
    this.words.className = look
    this.words.hidden = !words
    this.words.textContent = words
  }
}

function inWords (bytes) {
  return bytes < 1e6 ? `${Math.max(1, Math.round(bytes / 1e3))} KB` : `${(bytes / 1e6).toFixed(1)} MB`
}

// Looks until no file waits any more; then shows the page anew, unless somebody is typing on it.
async function lookUntilSettled (status) {
  const form = document.querySelector('form[novalidate]')
  let isTouched = false
  form?.addEventListener('input', () => { isTouched = true })
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_MS))
    const files = await look()
    if (!files) continue
    for (const { id, words } of files) {
      const shown = document.querySelector(`[data-file-waiting="${Number(id)}"]`)
      if (shown && shown.textContent !== words) status.textContent = shown.textContent = words
    }
    if (files.some((file) => file.is_waiting)) continue
    if (!isTouched) window.location.reload()
    return
  }
}

async function look () {
  try {
    const response = await fetch(window.location.pathname, { headers: { Accept: 'application/json' }, redirect: 'error' })
    return response.ok ? (await response.json()).files : null
  } catch {
    return null
  }
}

for (const form of document.querySelectorAll('form[data-upload]')) new Upload(form)
if (document.querySelector('[data-evidence-waiting]')) lookUntilSettled(document.querySelector('[data-evidence-status]'))

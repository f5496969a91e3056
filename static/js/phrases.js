// Puts a phrase of the bank into the comment, where the cursor stood last. Without this file its button saves it there,
// at the end.
const box = document.querySelector('textarea[name=comment]')
const status = document.querySelector('[data-phrase-status]')
let wasThere = false // before the box was entered, its cursor stands nowhere in particular

box?.addEventListener('focus', () => { wasThere = true })

document.addEventListener('click', (event) => {
  const button = event.target.closest('button[data-phrase]')
  if (!button || !box) return
  event.preventDefault()
  put(button.dataset.phrase)
  if (event.detail) box.focus() // by hand; single keys go on from where they are
  if (status) status.textContent = 'The phrase is in your comment.'
  count(button)
})

function put (words) {
  const [start, end] = wasThere ? [box.selectionStart, box.selectionEnd] : [box.value.length, box.value.length]
  const isApart = start === 0 || /\s$/.test(box.value.slice(0, start))
  box.setRangeText(isApart ? words : ` ${words}`, start, end, 'end')
  wasThere = true
  box.dispatchEvent(new Event('input', { bubbles: true }))
  box.dispatchEvent(new Event('keyup')) // for whoever counts words
}

// How often, not by whom. Whether it is counted or not, the phrase is in the box.
function count (button) {
  const body = new URLSearchParams({ csrfmiddlewaretoken: button.form.elements.csrfmiddlewaretoken.value })
  fetch(button.dataset.phraseUsed, { method: 'POST', body, keepalive: true }).catch(() => {})
}

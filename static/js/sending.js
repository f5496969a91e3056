// Sends an answer to the address of its page, and finds out whether somebody has signed in again.
const REQUEST_MS = 20000
export const SIGNED_OUT = new Set([401, 403])

// The response, or null where none came.
export async function post (fields, form, options = {}) {
  const body = new URLSearchParams({ ...fields, csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value })
  try {
    return await fetch(window.location.pathname, { // form.action is the box named “action”
      method: 'POST', body, headers: { Accept: 'application/json' }, redirect: 'error', signal: AbortSignal.timeout(REQUEST_MS), ...options
    })
  } catch {
    return null
  }
}

// Takes over the token of a session begun since. “same”: the session is as it was; “signed out”: there is none.
export async function renewed (form) {
  try {
    const page = await fetch(window.location.pathname, { signal: AbortSignal.timeout(REQUEST_MS) })
    if (page.redirected) return 'signed out'
    if (!page.ok) return 'forbidden'
    const text = await page.text()
    const token = /name="csrfmiddlewaretoken" value="([^"]+)"/.exec(text)?.[1]
    const owner = /data-draft-owner="([^"]+)"/.exec(text)?.[1]
    if (!token || !owner) return 'forbidden' // it can be read, and not answered
    if (owner !== form.dataset.draftOwner) return 'somebody else'
    form.elements.csrfmiddlewaretoken.value = token
    return 'renewed'
  } catch {
    return 'signed out'
  }
}

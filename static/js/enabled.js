// Loaded before the page is drawn, so that nothing jumps: styles may now count on scripts.
document.body.classList.add('js-enabled')
if ('noModule' in HTMLScriptElement.prototype) document.body.classList.add('govuk-frontend-supported')

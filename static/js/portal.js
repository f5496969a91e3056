// Enhancements only: every page works without this file.
import { createAll, Button, CharacterCount, ErrorSummary, NotificationBanner, PasswordInput, ServiceNavigation, SkipLink } from './govuk-frontend.min.js'

const components = [Button, CharacterCount, ErrorSummary, NotificationBanner, PasswordInput, ServiceNavigation, SkipLink]
for (const component of components) createAll(component)
if (document.querySelector('[data-child-details]')) import('./childdata.js')

/* Writes static/build/: compiled styles, the typeface, the mark and the scripts. Run by `npm run build`, or by node alone. */
import { cpSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { compile } from 'sass'

const here = dirname(fileURLToPath(import.meta.url))
const modules = join(here, '..', 'node_modules')
const build = join(here, 'build')

rmSync(build, { recursive: true, force: true })
for (const folder of ['js', 'img', 'typeface']) mkdirSync(join(build, folder), { recursive: true })

// PDFs have a style sheet of their own, beside the code that draws them.
const { css } = compile(join(here, 'scss', 'portal.scss'), { style: 'compressed', charset: false, loadPaths: [modules] })
writeFileSync(join(build, 'portal.css'), css)

for (const letters of ['latin', 'latin-ext']) {
  for (const weight of ['400', '600', '700']) {
    const file = `source-sans-3-${letters}-${weight}-normal.woff2`
    cpSync(join(modules, '@fontsource', 'source-sans-3', 'files', file), join(build, 'typeface', file))
  }
}
cpSync(join(modules, '@fontsource', 'source-sans-3', 'LICENSE'), join(build, 'typeface', 'LICENSE'))

// Only the script: the design system's fonts, icons and images must never be served from here.
const script = readFileSync(join(modules, 'govuk-frontend', 'dist', 'govuk', 'govuk-frontend.min.js'), 'utf8')
writeFileSync(join(build, 'js', 'govuk-frontend.min.js'), script.replace(/^\/\/# sourceMappingURL=.*$/m, ''))

for (const folder of ['js', 'img']) {
  for (const file of readdirSync(join(here, folder))) cpSync(join(here, folder, file), join(build, folder, file))
}

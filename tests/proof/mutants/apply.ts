// Brings a mutant's edits into a source, or says why they do not fit.
import type { Edit, Mutant } from './mutant.ts'

/**
 * The text of `file` as the mutant has it; a file that it leaves alone comes back as it is. Pure.
 *
 * @throws Error that names mutant, file and edit, unless what an edit looks for stands there exactly once
 */
export function applyEdits(mutant: Mutant, file: string, text: string): string {
  return mutant.edits
    .filter(edit => edit.file === file)
    .reduce((edited, edit) => applied(mutant, edit, edited), text)
}

function applied({ name }: Mutant, { file, find, replace }: Edit, text: string): string {
  const [before, after, ...more] = text.split(find)
  if (find !== '' && before !== undefined && after !== undefined && more.length === 0)
    return `${before}${replace}${after}`
  const times = find === '' ? 'everywhere' : `${text.split(find).length - 1} times`
  throw new Error(`mutant "${name}": in ${file} this stands ${times}, not once: ${find}`)
}

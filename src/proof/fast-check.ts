// The optional peer: fast-check, which draws what properties and arbitraries try; everything else here works without it.
import type { IPropertyWithHooks } from 'fast-check'

export type { Arbitrary, Random, Stream, Value } from 'fast-check'
export type FastCheck = typeof import('fast-check')['default']
/** What `fc.assert` and `fc.check` take. */
export type Property<Drawn extends [unknown, ...unknown[]]> = IPropertyWithHooks<Drawn>

const loaded: FastCheck | { readonly cause: unknown } = await import('fast-check').then(
  module => module.default,
  (cause: unknown) => ({ cause }),
)

/** fast-check, for somebody who asked for `what`. @throws Error that says in one line what to install, where it is not there */
export function fastCheck(what: string): FastCheck {
  if (!('cause' in loaded)) return loaded
  throw new Error(
    `${what} needs fast-check, which is not installed: npm install --save-dev fast-check`,
    loaded,
  )
}

// What is asked in the crash test: which act a key stands for, and the charter under which it is asked.
import type { Act } from '../../src/index.ts'

const roles = ['lijnmanagement' as const, 'opgaveregisseur' as const, 'stuurgroep' as const]
const partners = ['almere', 'dronten', 'zeewolde']

/** One person a partner. The last partner takes no positions, so that no proposal is decided and closed to the others. */
export const people: readonly string[] = partners.map(id => `${id}-1`)

export const charter = {
  procedure: 'samenspraak/1' as const,
  opgave: { title: 'Wonen', goal: 'Genoeg woningen' },
  partners: partners.map(id => ({ id, name: id, people: [{ id: `${id}-1`, roles }] })),
  opgavemanager: { id: 'omar' },
  terms: {
    consultation: 20,
    lijnmanagement: 10,
    opgavemanager: 10,
    stuurgroep: 15,
    jointDecision: 10,
    extension: 5,
  },
}

/** Each life has proposals of its own. */
const proposals = 3

/** How many of a life's first acts build on each other and are asked one after the other. */
export const alone = 2 * proposals

/**
 * The act of a key `<life>-<n>`: first the proposals of that life are drafted and submitted, then it goes on with
 * comments and positions on them. Always the same act for the same key.
 */
export function actOf(key: string): Act {
  const at = key.lastIndexOf('-')
  const [life, n] = [key.slice(0, at), Number(key.slice(at + 1))]
  const proposal = `${life}-p${n % proposals}`
  const by = people[n % 2] ?? ''
  if (n < proposals)
    return { act: 'draftProposal', by, proposal, title: `Plan ${n}`, text: `The plan of ${key}.` }
  if (n < alone) return { act: 'submitProposal', by: people[(n - proposals) % 2] ?? '', proposal }
  if (n % 7 < 4)
    return { act: 'comment', by: people[n % people.length] ?? '', proposal, text: `Comment ${key}.` }
  const position = n % 2 === 0 ? 'standAside' : 'consent'
  return { act: 'takePosition', by, proposal, revision: 1, position }
}

// A charter to try things out with, for who has none yet.
import type { CharterInput } from '../charter/charter.ts'

const partners = [
  ['almere', 'Gemeente Almere', 'anna'],
  ['zeewolde', 'Gemeente Zeewolde', 'bob'],
  ['dronten', 'Gemeente Dronten', 'carla'],
  ['urk', 'Gemeente Urk', 'dirk'],
  ['lelystad', 'Gemeente Lelystad', 'els'],
  ['zwolle', 'Gemeente Zwolle', 'fatima'],
  ['kampen', 'Gemeente Kampen', 'gijs'],
  ['meppel', 'Gemeente Meppel', 'hanna'],
] as const

export const mostExamplePartners = partners.length

/** A charter of so many partners, 2 to 8, each with one person in all roles, with the terms that the docs use. */
export function exampleCharter(count: number): CharterInput {
  return {
    procedure: 'samenspraak/1',
    opgave: { title: 'Betaalbaar wonen', goal: 'Voor iedereen een betaalbare woning in de regio' },
    partners: partners.slice(0, count).map(([id, name, person]) => ({
      id,
      name,
      people: [{ id: person, roles: ['lijnmanagement', 'opgaveregisseur', 'stuurgroep'] }],
    })),
    opgavemanager: { id: 'omar' },
    decidesOn: 'stuurgroep',
    terms: {
      consultation: 10,
      lijnmanagement: 10,
      opgavemanager: 10,
      stuurgroep: 15,
      jointDecision: 10,
      extension: 5,
    },
  }
}

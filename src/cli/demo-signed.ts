// The story of `demo` with every act signed and the log cosigned, and what is handed out at the end.
import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { CharterInput } from '../charter/charter.ts'
import type { Act } from '../collaboration/acts.ts'
import { keyFor, signAct } from '../collaboration/signed.ts'
import { type Engine, logText } from '../engine.ts'
import { publicKeyOf } from '../log/ed25519.ts'
import { base64, sha256 } from '../log/hash.ts'
import { witnessName } from '../verify/verify-certificate.ts'
import { witness } from '../verify/witness.ts'
import { reasonOf, requireWritable, writeOutput } from './files.ts'
import { Misuse } from './misuse.ts'

/** A key that everybody can make: for a story that is told, and for nothing else. */
const secretOf = (name: string): Uint8Array => sha256(`samenspraak demo, a key that is no secret: ${name}`)

/** A charter with a key for everybody whom it names, under which nobody's act counts unsigned. */
function keyed(charter: CharterInput): CharterInput {
  const withKey = <Person extends { id: string }>(person: Person) => ({
    ...person,
    ...keyFor(person.id, secretOf(person.id)),
  })
  return {
    ...charter,
    partners: charter.partners.map(partner => ({ ...partner, people: partner.people.map(withKey) })),
    opgavemanager: withKey(charter.opgavemanager),
    signatures: 'required',
  }
}

/** The act as its person signs it. */
export async function signedBy(engine: Engine, act: Act): Promise<object> {
  const asked =
    'charter' in act && typeof act.charter === 'object' ? { ...act, charter: keyed(act.charter) } : act
  return signAct(await engine.toSign(asked), secretOf(act.by ?? ''))
}

const files = ['log.jsonl', 'keys.json', 'checkpoint.txt', 'certificate.json'] as const

/** @throws Misuse where one of the files is there already, or the folder cannot be written to */
export function requireFreeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (error) {
    throw new Misuse(`cannot make the folder ${folder}: ${reasonOf(error)}`)
  }
  for (const file of files) {
    const path = join(folder, file)
    if (existsSync(path)) throw new Misuse(`${path} exists already: give --signed the name of another folder`)
    requireWritable(path)
  }
}

/** Has the witness of every partner cosign, and writes what a third party needs: the keys, and the certificate. */
export async function handOut(engine: Engine, proposal: string, folder: string, now: string): Promise<void> {
  const log = await logText(engine)
  const { partners } = await engine.circle()
  const names = Object.keys(partners)
  let note: string | null = null
  for (const partner of names) {
    const by = { name: witnessName(partner), secret: secretOf(`witness of ${partner}`), now, last: null }
    const answer = witness(log, note, by)
    if (!('note' in answer)) throw new Error(`${partner} does not cosign`)
    note = answer.note
  }
  const checkpoint = note ?? ''
  const publicOf = (name: string): string => base64(publicKeyOf(secretOf(name)))
  const known = Object.entries(partners).map(([partner, people]) => [
    partner,
    { people: Object.keys(people).map(publicOf), witness: [publicOf(`witness of ${partner}`)] },
  ])
  writeOutput(join(folder, 'log.jsonl'), log)
  writeOutput(join(folder, 'keys.json'), `${JSON.stringify(Object.fromEntries(known), null, 2)}\n`)
  writeOutput(join(folder, 'checkpoint.txt'), checkpoint)
  writeOutput(join(folder, 'certificate.json'), await engine.certificate(proposal, { checkpoint }))
}

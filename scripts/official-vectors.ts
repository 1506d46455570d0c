// Passes the published test data of others through the log's public functions, and prints where the verdicts differ.
//
//   npx tsx scripts/official-vectors.ts FOLDER
//
// FOLDER holds checkouts, each under its own name: wycheproof, merkle, json-canonicalization, C2SP, mod, sigsum-go,
// tessera, torchwood, distributor. None of their files is part of this package; tests/log/vectors/README.md says which
// commits were tried. It exits with 1 on a verdict that differs and is not named below, and when a checkout lacks.

import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { canonical } from '../src/log/canonical.ts'
import { cosignedBy, readCheckpoint } from '../src/log/checkpoint.ts'
import { publicKeyOf, sign, verify } from '../src/log/ed25519.ts'
import { bytesOfBase64 } from '../src/log/hash.ts'
import { keyId, type NamedKey, readKey } from '../src/log/key.ts'
import { readNote, signatureLine, signedBy } from '../src/log/note.ts'
import { checkConsistency, checkInclusion } from '../src/log/tree.ts'

const [folder] = process.argv.slice(2)

/** Cases of which our verdict is not the published one, by their names, and why. */
const differing: Readonly<Record<string, string>> = {
  'consistency/additional/sizes-are-equal-one-and-proof-is-empty':
    'its roots are texts of 12 bytes; a root has 32',
  'jcs/values': 'fractions and numbers beyond 2^53 are refused in this profile',
}

/** How many cases there were when this was written: fewer means that a page no longer looks the same. */
const floors: Readonly<Record<string, number>> = {
  wycheproof: 151,
  inclusion: 98,
  consistency: 98,
  jcs: 6,
  c2sp: 7,
  go: 18,
  tessera: 17,
  torchwood: 10,
  sigsum: 1,
  cosigned: 2,
}

const counts = new Map<string, number>()
let wrong = 0

function hold(name: string, expected: unknown, found: unknown): void {
  const [room = ''] = name.split('/')
  counts.set(room, (counts.get(room) ?? 0) + 1)
  if (Object.is(expected, found)) return
  const why = differing[name]
  if (why === undefined) wrong++
  console.log(
    `${why === undefined ? 'WRONG' : 'differs'} ${name}: ${String(found)}, published ${String(expected)}. ${why ?? ''}`,
  )
}

const read = (path: string): string => readFileSync(join(folder ?? '', path), 'utf8')
const hexBytes = (hex: string): Uint8Array => Uint8Array.from(Buffer.from(hex, 'hex'))
const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text)

/** The bytes of a hash, also of one that is not 32 bytes: that is what some cases are about. */
const hashOf = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, 'base64'))

/** Every file below a folder, sorted. */
function filesIn(path: string): string[] {
  return readdirSync(join(folder ?? '', path), { withFileTypes: true, recursive: true })
    .filter(it => it.isFile())
    .map(it => join(it.parentPath, it.name).slice(join(folder ?? '', '/').length))
    .sort()
}

function matched(text: string, form: RegExp): string {
  const [, found] = form.exec(text) ?? []
  if (found === undefined) throw new Error(`not found where it was: ${form}`)
  return found
}

interface EddsaFile {
  testGroups: {
    publicKey: { pk: string }
    tests: { tcId: number; msg: string; sig: string; result: string }[]
  }[]
}

function wycheproof(): void {
  const file: EddsaFile = JSON.parse(read('wycheproof/testvectors_v1/ed25519_test.json'))
  for (const { publicKey, tests } of file.testGroups)
    for (const { tcId, msg, sig, result } of tests)
      hold(
        `wycheproof/${tcId}`,
        result === 'valid',
        verify(hexBytes(sig), hexBytes(msg), hexBytes(publicKey.pk)),
      )
}

function trees(): void {
  for (const path of [...filesIn('merkle/testdata/inclusion'), ...filesIn('merkle/testdata/consistency')]) {
    const name = path.slice('merkle/testdata/'.length, -'.json'.length)
    const it = JSON.parse(read(path))
    const proof = (it.proof ?? []).map(hashOf)
    const holds = name.startsWith('inclusion/')
      ? checkInclusion(hashOf(it.leafHash), it.leafIdx, { size: it.treeSize, root: hashOf(it.root) }, proof)
      : checkConsistency(
          { size: it.size1, root: hashOf(it.root1) },
          { size: it.size2, root: hashOf(it.root2) },
          proof,
        )
    hold(name, !it.wantErr, holds)
  }
}

function canonicalJson(): void {
  for (const path of filesIn('json-canonicalization/testdata/input')) {
    const output = read(path.replace('/input/', '/output/'))
    const name = `jcs/${path.slice(path.lastIndexOf('/') + 1, -'.json'.length)}`
    try {
      hold(name, output, canonical(JSON.parse(read(path))))
    } catch (error) {
      hold(name, output, (error as Error).message)
    }
  }
}

/** The key that a vkey in a text says, as one that signs notes, or cosigns. */
function keyIn(text: string, name: string, kind?: NamedKey['kind']): NamedKey {
  const vkey = matched(
    text,
    new RegExp(`(${name.replaceAll('.', '\\.')}\\+[0-9a-f]{8}\\+[A-Za-z0-9+/]{43}[A-Za-z0-9+/=])`),
  )
  const found = readKey(vkey)
  if ('fault' in found) throw new Error(found.fault)
  return { ...found.key, kind: kind ?? found.key.kind }
}

/** Every note that stands in a page between lines of backquotes, or of a Go text between two of them. */
function notesIn(page: string): string[] {
  return [...page.matchAll(/(?:^```\n(?:old \d+\n(?:.+\n)*\n)?|`)([^`]*?\n\n(?:— .*\n)+)`/gm)].map(
    ([, note = '']) => note,
  )
}

function namesOf(note: string, keys: readonly NamedKey[]): string {
  const found = signedBy(note, keys)
  return 'fault' in found ? found.fault : found.signed.map(({ name }) => name).join()
}

function specifications(): void {
  const page = read('C2SP/signed-note.md')
  const foo = keyIn(page, 'example.com/foo')
  const [first = '', second = ''] = notesIn(page)
  hold('c2sp/signed-note, first example', true, 'note' in readNote(first))
  hold('c2sp/signed-note, example with its key', 'example.com/foo', namesOf(second, [foo]))
  hold(
    'c2sp/signed-note, the same with a letter changed',
    `the signature by example.com/foo+${keyId(foo)} does not hold`,
    namesOf(second.replace('This', 'Thin'), [foo]),
  )
  for (const name of ['tlog-checkpoint', 'tlog-cosignature']) {
    const found = notesIn(read(`C2SP/${name}.md`))
    hold(`c2sp/${name}, an example`, 1, found.length)
    for (const note of found) {
      const body = readNote(note)
      const checkpoint = 'note' in body && readCheckpoint(body.note.text)
      hold(
        `c2sp/${name}, size`,
        20_852_163,
        checkpoint && 'checkpoint' in checkpoint && checkpoint.checkpoint.size,
      )
    }
  }
}

/** The cases of golang.org/x/mod/sumdb/note that do not hang on its own types. */
function goNotes(): void {
  const source = read('mod/sumdb/note/note_test.go')
  const [peter, enoch] = [keyIn(source, 'PeterNeumann'), keyIn(source, 'EnochRoot')]
  const text = `${matched(source, /text := `([^`]*)\n`/)}\n`
  const [peterSig, enochSig] = [/peterSig := "(.*)\\n"/, /enochSig := "(.*)\\n"/].map(form =>
    matched(source, form),
  )
  const secret = bytesOfBase64(
    matched(source, /skey := "PRIVATE\+KEY\+PeterNeumann\+[0-9a-f]+\+(.*)"/),
  )?.slice(1)
  const note = (...lines: (string | undefined)[]): string =>
    `${text}\n${lines.map(line => `${line}\n`).join('')}`
  hold('go/both verified', 'PeterNeumann,EnochRoot', namesOf(note(peterSig, enochSig), [peter, enoch]))
  hold('go/one verified', 'PeterNeumann', namesOf(note(peterSig, enochSig), [peter]))
  hold('go/none verified', '', namesOf(note(peterSig, enochSig), []))
  hold('go/duplicates', 'PeterNeumann', namesOf(note(peterSig, peterSig, enochSig, enochSig), [peter]))
  hold('go/ambiguous', true, namesOf(note(enochSig), [enoch, peter, { ...enoch }]).startsWith('two of'))
  hold('go/unused duplicate', 'PeterNeumann', namesOf(note(peterSig), [enoch, peter, { ...enoch }]))
  hold('go/101 signatures', false, 'note' in readNote(note(...Array<string>(101).fill(peterSig ?? ''))))
  const broken = `${peterSig?.slice(0, 58)}ABCD${peterSig?.slice(58)}`
  hold('go/invalid signature', true, namesOf(note(broken), [peter]).endsWith('does not hold'))
  const signature = secret && sign(utf8(text), secret)
  hold(
    'go/signed the same',
    peterSig,
    signature && signatureLine({ name: peter.name, id: keyId(peter), signature }),
  )
  hold(
    'go/key of the secret',
    true,
    secret !== undefined && Buffer.from(publicKeyOf(secret)).equals(peter.publicKey),
  )
  for (const bad of [
    text,
    `${text}\n`,
    note(peterSig).slice(0, -1),
    `\x01${note(peterSig)}`,
    `${note(peterSig)}Unexpected line.\n`,
  ])
    hold('go/malformed', false, 'note' in readNote(bad))
  hold('go/malformed UTF-8', false, 'note' in readNote(Uint8Array.of(0xff, ...utf8(note(peterSig)))))
  for (const [, vkey = ''] of source.matchAll(/badKey\("(.*)"\)/g))
    hold('go/bad key', false, 'key' in readKey(vkey))
}

/** Checkpoints that other programs signed with plain Ed25519. */
function signedCheckpoints(): void {
  const tessera = keyIn(read('tessera/client/client_test.go'), 'example.com/log/testdata')
  const paths = filesIn('tessera/testdata/log').filter(path => path.includes('/checkpoint'))
  for (const path of paths) hold(`tessera/${path}`, tessera.name, namesOf(read(path), [tessera]))
  const sumdb = read('torchwood/cmd/litewitness/testdata/sumdb.txt')
  const go = keyIn(sumdb, 'sum.golang.org')
  for (const note of notesIn(sumdb)) hold('torchwood/sumdb', go.name, namesOf(note, [go]))
  const sigsum = matched(
    read('sigsum-go/pkg/checkpoint/checkpoint_test.go'),
    /validCheckpointASCII = `([^`]*)`/,
  )
  const seventeen = publicKeyOf(Uint8Array.of(17, ...new Uint8Array(31)))
  const log: NamedKey = { name: matched(sigsum, /^(.*)\n/), kind: 'ed25519', publicKey: seventeen }
  hold('sigsum/checkpoint', log.name, namesOf(sigsum, [log]))
  const lite = read('torchwood/cmd/litewitness/testdata/litewitness.txt')
  const publicKey = hexBytes(matched(lite, /-key=(ffdc[0-9a-f]{60})/))
  for (const note of notesIn(lite)) {
    const key: NamedKey = { name: matched(note, /^(.*)\n/), kind: 'ed25519', publicKey }
    const forged = note.includes('AB8WVrx6gx=')
    const elsewhere = key.name.endsWith('3')
    hold(
      'torchwood/litewitness',
      forged || elsewhere ? '' : key.name,
      'fault' in readNote(note) ? '' : namesOf(note, [key]),
    )
  }
}

/** Checkpoints of several logs that witnesses cosigned in 2024 and 2025, with their published keys and the moments said beside. */
function cosignedCheckpoints(): void {
  const published = read('distributor/config/witnesses-prod.yaml').matchAll(/- ([^+\n]+)\+/g)
  const yaml = read('distributor/config/witnesses-prod.yaml')
  const keys = Array.from(published, ([, name = '']) => keyIn(yaml, name, 'cosignature/v1'))
  const form = /Got checkpoint:\n\n((?:.+\n)+\n(?:— .*\n)+)\nWitness timestamps:\n((?:— .*\n)+)/g
  for (const [, note = '', moments = ''] of read('distributor/README.md').matchAll(form)) {
    const said = Array.from(
      moments.matchAll(/— (\S+): .*\((.*)\)/g),
      ([, name, at = '']) => `${name} ${Date.parse(at)}`,
    )
    const found = cosignedBy(note, keys)
    const cosigned =
      'fault' in found ? [found.fault] : found.cosigned.map(it => `${it.key.name} ${1_000 * it.time}`)
    hold('cosigned/by and when', said.sort().join(), cosigned.sort().join())
  }
}

if (folder === undefined) {
  console.error('usage: tsx scripts/official-vectors.ts FOLDER')
  process.exit(2)
}
for (const part of [
  wycheproof,
  trees,
  canonicalJson,
  specifications,
  goNotes,
  signedCheckpoints,
  cosignedCheckpoints,
])
  part()
for (const [room, least] of Object.entries(floors)) {
  const count = counts.get(room) ?? 0
  if (count < least) wrong++
  console.log(`${room}: ${count} cases${count < least ? `, WRONG: there were ${least}` : ''}`)
}
process.exitCode = wrong === 0 ? 0 : 1

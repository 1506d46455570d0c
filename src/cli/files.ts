// Files as the verbs read and write them: whole or not at all, with mistakes told in one line.
import {
  accessSync,
  closeSync,
  constants,
  openSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { Misuse } from './misuse.ts'

/** The largest input that is read, in bytes. */
export const mostBytes = 500 * 1024 * 1024

/** The text of a file, or of standard input for `-` or nothing. @throws Misuse */
export function readInput(path: string | undefined): string {
  const bytes = readBytes(path)
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new Misuse(`${nameOf(path)} is not UTF-8 text`)
  }
}

/** What the JSON of a file says, or of standard input. @throws Misuse */
export function readJson(path: string | undefined): unknown {
  const text = readInput(path)
  try {
    return JSON.parse(text)
  } catch {
    throw new Misuse(`${nameOf(path)} is not JSON`)
  }
}

const nameOf = (path: string | undefined): string =>
  path === undefined || path === '-' ? 'standard input' : path

/** The bytes of a file, or of standard input for `-` or nothing. @throws Misuse */
export function readBytes(path: string | undefined): Uint8Array {
  let bytes: Uint8Array
  try {
    bytes = readUpTo(path === undefined || path === '-' ? 0 : openSync(path, 'r'))
  } catch (error) {
    throw new Misuse(`cannot read ${nameOf(path)}: ${reasonOf(error)}`)
  }
  if (bytes.length > mostBytes) throw new Misuse(`${nameOf(path)} is larger than ${mostBytes} bytes`)
  return bytes
}

/**
 * The bytes of a file, or of standard input for `-` or nothing, piece by piece; what it hands out is used again for the next.
 * @throws Misuse
 */
export function* piecesOf(path: string | undefined): Generator<Uint8Array> {
  const piece = Buffer.alloc(1 << 16)
  let file = 0
  try {
    file = path === undefined || path === '-' ? 0 : openSync(path, 'r')
    for (let read = readSync(file, piece); read > 0; read = readSync(file, piece))
      yield piece.subarray(0, read)
  } catch (error) {
    throw new Misuse(`cannot read ${nameOf(path)}: ${reasonOf(error)}`)
  } finally {
    if (file !== 0) closeSync(file)
  }
}

/** Reads until the end, or a byte beyond what is allowed: what is too large is not first taken into memory. */
function readUpTo(file: number): Uint8Array {
  const pieces: Uint8Array[] = []
  let size = 0
  try {
    for (;;) {
      const piece = Buffer.alloc(1 << 20)
      const read = readSync(file, piece)
      if (read === 0 || size > mostBytes) return Buffer.concat(pieces)
      pieces.push(piece.subarray(0, read))
      size += read
    }
  } finally {
    if (file !== 0) closeSync(file)
  }
}

/** Writes a file beside its place and moves it there, so that a broken write leaves no broken file. @throws Misuse */
export function writeOutput(path: string, text: string): void {
  const beside = besideOf(path)
  try {
    requirePlain(path)
    // On disk before it has its name: what a witness says that it saved must still be there after a power cut.
    writeFileSync(beside, text, { flush: true })
    renameSync(beside, path)
  } catch (error) {
    discard(beside)
    throw new Misuse(`cannot write ${path}: ${reasonOf(error)}`)
  }
}

/** Finds out early that a file cannot be written, and leaves nothing behind. @throws Misuse */
export function requireWritable(path: string): void {
  const beside = besideOf(path)
  try {
    requirePlain(path)
    writeFileSync(beside, '')
  } catch (error) {
    throw new Misuse(`cannot write ${path}: ${reasonOf(error)}`)
  } finally {
    discard(beside)
  }
}

const besideOf = (path: string): string => `${path}.${process.pid}.part`

/** What stands in the place already is only replaced where it could also be written: no folder, no device, nothing protected. */
function requirePlain(path: string): void {
  const there = statSync(path, { throwIfNoEntry: false })
  if (!there) return
  if (there.isDirectory()) throw Object.assign(new Error(), { code: 'EISDIR' })
  if (!there.isFile()) throw new Error('it is not a plain file')
  accessSync(path, constants.W_OK)
}

/** Takes a file away that may not be there, or not even have been possible. */
function discard(path: string): void {
  try {
    rmSync(path, { force: true })
  } catch {}
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EISDIR: 'it is a folder',
  EACCES: 'permission is denied',
  EEXIST: 'it exists already, and is not overwritten',
  ENAMETOOLONG: 'the name is too long',
  ENOTDIR: 'part of the path is not a folder',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
}

/** Why a file could not be read or written, in words. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  return (code && reasons[code]) ?? message
}

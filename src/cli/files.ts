// Files as the verbs read and write them: whole or not at all, with mistakes told in one line.
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { Misuse } from './misuse.ts'

/** The largest input that is read, in bytes. */
export const mostBytes = 512 * 1024 * 1024

/** The text of a file, or of standard input for `-` or nothing. @throws Misuse */
export function readInput(path: string | undefined): string {
  const bytes = readBytes(path)
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new Misuse(`${nameOf(path)} is not UTF-8 text`)
  }
}

const nameOf = (path: string | undefined): string =>
  path === undefined || path === '-' ? 'standard input' : path

/** The bytes of a file, or of standard input for `-` or nothing. @throws Misuse */
export function readBytes(path: string | undefined): Uint8Array {
  let bytes: Uint8Array
  try {
    bytes = readFileSync(path === undefined || path === '-' ? 0 : path)
  } catch (error) {
    throw new Misuse(`cannot read ${nameOf(path)}: ${reasonOf(error)}`)
  }
  if (bytes.length > mostBytes) throw new Misuse(`${nameOf(path)} is larger than ${mostBytes} bytes`)
  return bytes
}

/** Writes a file beside its place and moves it there, so that a broken write leaves no broken file. @throws Misuse */
export function writeOutput(path: string, text: string): void {
  const beside = `${path}.${process.pid}.part`
  try {
    writeFileSync(beside, text)
    renameSync(beside, path)
  } catch (error) {
    rmSync(beside, { force: true })
    throw new Misuse(`cannot write ${path}: ${reasonOf(error)}`)
  }
}

/** Finds out early that a file cannot be written, and leaves nothing behind. @throws Misuse */
export function requireWritable(path: string): void {
  const beside = `${path}.${process.pid}.part`
  try {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory())
      throw Object.assign(new Error(), { code: 'EISDIR' })
    writeFileSync(beside, '')
  } catch (error) {
    throw new Misuse(`cannot write ${path}: ${reasonOf(error)}`)
  } finally {
    rmSync(beside, { force: true })
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file or folder',
  EISDIR: 'it is a folder',
  EACCES: 'permission is denied',
  ENOTDIR: 'part of the path is not a folder',
  EROFS: 'the file system is read-only',
  ENOSPC: 'the disk is full',
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  return (code && reasons[code]) ?? message
}

// The one door of the verifier that waits: for a log that comes as a stream.
import { type Asked, type Audit, startAudit } from './auditor.ts'
import type { Chunk } from './lines.ts'

/**
 * As `verifyLog`, of a log that comes in pieces, cut anywhere: a file, a body, a pipe. Holds one line at a time and what
 * later lines can be judged by, not the log. Stops reading at the first entry that does not hold. Rejects only where the
 * stream itself fails.
 */
export async function verifyStream(chunks: AsyncIterable<Chunk>, asked: Asked = {}): Promise<Audit> {
  const auditor = startAudit(asked)
  for await (const chunk of chunks) {
    auditor.push(chunk)
    if (auditor.finding) break
  }
  return auditor.end()
}

// For each line of the promise a weakness that none of the other eight notices: each of them is needed.

/** By invariant: a mutant that only it notices. */
export const onlySeenBy: Readonly<Record<string, string>> = {
  nobodyBypassed: 'standing-aside-shrinks-the-circle-gate-too',
  nobodySpokenFor: 'mandate-given-for-another-partner',
  silenceIsSilence: 'silences-not-named-on-climbing',
  nothingIsLost: 'objections-hidden-from-the-open-points',
  ladder: 'escalated-before-everyone-spoke',
  itEnds: 'nobody-takes-a-position-on-the-last-stage',
  sameLogSameTruth: 'chain-not-checked',
  noRetroactivity: 'terms-of-the-new-charter-for-what-runs',
  equalTreatment: 'first-partner-alone-goes-up-early',
}

// How many states the procedure has within bounds. A number that changes has to be explained: the law has changed.

/** Three partners, two revisions, two objections, by part. */
export const exploredStates = {
  equal: 1521,
  speaking: 4846,
  time: 3008,
  circle: 2829,
  mandates: 1904,
  charter: 3501,
} as const

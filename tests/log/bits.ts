/** The same bytes with one bit the other way: the one of this number, counted around. */
export function flipped(bytes: Uint8Array, bit: number): Uint8Array {
  const at = bit % (8 * bytes.length)
  return bytes.map((byte, place) => (place === Math.floor(at / 8) ? byte ^ (1 << (at % 8)) : byte))
}

// The version that results name, so that they can be had again: that of package.json, which a test holds it against.
export const version = '0.1.0'

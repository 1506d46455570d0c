// Makes the command line a program that can be run: tsc writes it as a plain file, and npm does this only when it installs.
import { chmodSync } from 'node:fs'

chmodSync(new URL('../dist/cli/main.js', import.meta.url), 0o755)

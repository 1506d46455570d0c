// One part of `npm run proof`: every reachable state of the real machine, beside the reference model. Prints JSON.
import { exampleCharter } from '../../src/proof/example.ts'
import { explore } from '../../src/proof/explore.ts'
import { asTheModel } from '../../tests/model/refinement.ts'

const [bounds = '{}', partners = '3'] = process.argv.slice(2)
const found = explore(exampleCharter(Number(partners)), { ...JSON.parse(bounds), also: [asTheModel()] })
console.log(JSON.stringify(found))

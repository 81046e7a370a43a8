// Run by the kill tests as a process of its own: makes a signed package and announces every stage.
import { finishBag, startBag, writeBag } from '../../../main/engine/evidence/bag/index.ts'
import { signPackage } from '../../../main/engine/evidence/sign/index.ts'
import { bagOptions, clock, makeIdentity, nonce, put, writePayload } from './package-fixture.ts'

const final = process.argv[2] ?? ''
const say = (stage: string): void => void process.stdout.write(`${stage}\n`)

const preparer = await makeIdentity('Mara Lindqvist')
const folder = await startBag(final, '0123456789abcdef')
say('started')
writePayload(folder)
for (let i = 0; i < 300; i++) put(folder, `data/09-raw/r${String(i)}.json`, JSON.stringify({ i }).repeat(200))
let hashed = 0
await writeBag(folder, { ...bagOptions, onFile: () => void (++hashed === 150 && say('hashed')) })
say('written')
await signPackage(folder, preparer, 'preparer', clock, nonce)
say('signed')
say('finishing')
await finishBag(folder, final)
// stays until it is killed, so that no test passes by being late
setInterval(() => undefined, 1000)

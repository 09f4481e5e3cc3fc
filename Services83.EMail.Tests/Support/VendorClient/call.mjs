// Calls operations with the vendor's own client. Arguments: the address of the server, the client's method to authenticate with, a JSON array
// of that method's arguments, and a file with a JSON array of {operation, parameters}. Output: for each call a line of JSON with the operation, the status and the body of the reply as it was received.
import { createRequire } from 'node:module';
import { readFileSync } from 'node:fs';

const { WebApi } = createRequire(import.meta.url)('@superoffice/webapi');
const [, , address, authenticate, proof, calls] = process.argv;
const api = new WebApi(address);
api[authenticate](...JSON.parse(proof));
const agent = api.getEMailAgent();
const methods = Object.getOwnPropertyNames(Object.getPrototypeOf(agent)).filter(name => name.endsWith('Async') && !name.startsWith('_'));
console.log(JSON.stringify({ methods: methods.length }));

const plain = data => Buffer.isBuffer(data) || data instanceof ArrayBuffer ? { bytes: Buffer.from(data).toString('base64') } : structuredClone(data);

// A copy: the client renames the members of what it received.
let last;
const keep = reply => { last = { status: reply?.status, type: reply?.headers?.['content-type'], body: plain(reply?.data) }; };
agent._axios.interceptors.response.use(reply => { keep(reply); return reply; }, error => { keep(error.response); throw error; });

for (const { operation, parameters } of JSON.parse(readFileSync(calls, 'utf8'))) {
    const method = methods.find(name => name.toLowerCase() === operation.toLowerCase() + 'async');
    last = undefined;
    let error;
    try {
        await agent[method](...parameters);
    } catch (problem) {
        error = String(problem);
    }

    console.log(JSON.stringify({ operation, status: last?.status, type: last?.type, body: last?.body, error }));
}

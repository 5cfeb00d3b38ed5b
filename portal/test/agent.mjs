/**
 * An AI agent as its authors write it: an unmodified client of the Model Context Protocol. Reads from standard input
 * what to do, so that the token is in no list of processes, and prints what came of it.
 */
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';

const chunks = [];
for await (const chunk of process.stdin) {
  chunks.push(chunk);
}
const { url, token, newest, purpose, calls } = JSON.parse(Buffer.concat(chunks).toString());

const client = new Client(
  { name: 'test-agent', version: '1.2.3' },
  {
    versionNegotiation: { mode: newest ? { pin: '2026-07-28' } : 'legacy' },
    capabilities: purpose ? { elicitation: { form: {} } } : {},
  },
);
if (purpose) {
  client.setRequestHandler('elicitation/create', () => ({ action: 'accept', content: { purpose } }));
}
const transport = new StreamableHTTPClientTransport(new URL(`${url}/mcp`), {
  requestInit: { headers: { Authorization: `Bearer ${token}` } },
});
try {
  await client.connect(transport);
  const { tools } = await client.listTools();
  const results = [];
  for (const call of calls) {
    results.push(await client.callTool(call).catch((failure) => ({ failure: String(failure) })));
  }
  const version = client.getNegotiatedProtocolVersion?.() ?? '';
  console.log(JSON.stringify({ version, tools: tools.map((tool) => tool.name), results }));
} catch (failure) {
  console.log(JSON.stringify({ failure: String(failure) }));
} finally {
  await client.close();
}

import createClient from 'openapi-fetch';
import type { paths } from './api.js';

const client = createClient<paths>({ baseUrl: process.argv[2] });

const registered = await client.POST('/api/v1/agents', {
  body: {
    id: 'typescript',
    name: 'TypeScript agent',
    type: 'coder',
    capabilities: [{ name: 'invoices', description: 'Exports invoices as PDF' }],
  },
});
const logged = await client.POST('/api/v1/agents/activity', {
  body: { agent_id: 'typescript', task_id: '1', status: 'success', duration_ms: 12 },
});
const page = await client.GET('/api/v1/agents', { params: { query: { type: 'coder', capabilities: 'invoices' } } });
const route = await client.POST('/api/v1/route', { body: { query: 'export the invoices' } });

const results: [string | undefined, boolean, boolean, boolean] = [
  registered.data?.agent_id,
  (logged.data?.revision ?? 0) > 0,
  page.data?.agents.some((agent) => agent.id === 'typescript') ?? false,
  route.data?.candidates.some((candidate) => candidate.agent_id === 'typescript') ?? false,
];
console.log(results.join(' '));

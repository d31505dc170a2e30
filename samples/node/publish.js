// An agent in Node.js: registers, sends a heartbeat and logs an activity, as plain JSON over RabbitMQ. docs/wire.md explains the messages.
// Needs amqplib (npm ci in this folder):  node samples/node/publish.js --amqp amqp://user:password@host:5672/ --agent my-agent
'use strict';

const { randomUUID } = require('node:crypto');
const { parseArgs } = require('node:util');

const HELP = `Registers an agent, sends a heartbeat and logs an activity.

Usage: node publish.js [--amqp URI] [--agent ID]

  --amqp URI   the registry's broker, amqp://user:password@host:5672/ (default: $ConnectionStrings__RabbitMq)
  --agent ID   the agent's id (default: node-sample)`;

const now = () => new Date().toISOString();

const registration = (agent) => ({
  messageId: randomUUID(),
  sentAt: now(),
  agentId: agent,
  name: 'Node.js sample',
  type: 'sample',
  description: 'Publishes plain JSON with amqplib.',
  capabilities: [{ name: 'greet', description: 'Says hello.', costEstimate: 'nothing' }],
  tags: ['sample', 'node'],
  heartbeatIntervalSeconds: 30,
});

const heartbeat = (agent) => ({ agentId: agent, sentAt: now(), status: 'active', activeTasks: 0, load: 0.1 });

const activity = (agent) => ({
  activityId: randomUUID(), // Resent with the same id, it counts once.
  occurredAt: now(),
  agentId: agent,
  taskId: 'greet-1',
  status: 'success',
  output: 'Hello, 世界 👋',
  durationMs: 12,
  description: 'Say hello',
});

/** Resolves once the message is in the registry's queue, and rejects if it is not. */
function publish(channel, kind, message, goodForMs) {
  return new Promise((resolve, reject) => {
    const messageId = randomUUID();
    let error = null;
    // An unroutable message is returned before it is confirmed.
    const returned = ({ properties }) => {
      if (properties.messageId === messageId) {
        error = new Error('no queue takes it. Has a worker of the registry ever been started on this broker?');
      }
    };
    const settle = (failure) => {
      channel.off('return', returned);
      channel.off('error', settle);
      return failure ?? error ? reject(failure ?? error) : resolve();
    };
    channel.on('return', returned);
    channel.once('error', settle);
    channel.publish(
      `AgentRegistry.Contracts:${kind}`,
      '',
      Buffer.from(JSON.stringify(message)),
      { contentType: 'application/json', messageId, mandatory: true, persistent: !goodForMs, expiration: goodForMs },
      settle,
    );
  });
}

async function main() {
  const { values: options } = parseArgs({
    options: {
      amqp: { type: 'string', default: process.env.ConnectionStrings__RabbitMq },
      agent: { type: 'string', default: 'node-sample' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (options.help) {
    console.log(HELP);
    return;
  }

  if (!options.amqp) {
    throw new Error('--amqp is missing, and ConnectionStrings__RabbitMq is not set');
  }

  // Here, so that --help works before the package is installed.
  const connection = await require('amqplib').connect(options.amqp);
  try {
    const channel = await connection.createConfirmChannel();
    for (const [kind, message, goodForMs] of [
      ['RegisterAgent', registration(options.agent)],
      // One every heartbeatIntervalSeconds while the agent runs. An old one is worthless: the broker may drop it.
      ['Heartbeat', heartbeat(options.agent), 60_000],
      ['ActivityLogged', activity(options.agent)],
    ]) {
      await publish(channel, kind, message, goodForMs).catch((error) => {
        throw new Error(`${kind}: ${error.message}`, { cause: error });
      });
      console.log(`${kind}: confirmed`);
    }
  } finally {
    await connection.close().catch(() => {});
  }
}

main().catch((error) => {
  console.error(error.message);
  process.exitCode = 1;
});

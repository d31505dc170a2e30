#!/usr/bin/python3
# An agent in Python: registers, sends a heartbeat and logs an activity, as plain JSON over RabbitMQ. docs/wire.md explains the messages.
# Needs pika (Debian: python3-pika):  samples/python/publish.py --amqp amqp://user:password@host:5672/ --agent my-agent
import argparse
import json
import os
import sys
import uuid
from datetime import datetime, timezone

try:
    import pika
except ImportError:
    pika = None  # --help works without it.


def now():
    return datetime.now(timezone.utc).isoformat()


def registration(agent):
    return {
        "messageId": str(uuid.uuid4()),
        "sentAt": now(),
        "agentId": agent,
        "name": "Python sample",
        "type": "sample",
        "description": "Publishes plain JSON with pika.",
        "capabilities": [{"name": "greet", "description": "Says hello.", "costEstimate": "nothing"}],
        "tags": ["sample", "python"],
        "heartbeatIntervalSeconds": 30,
    }


def heartbeat(agent):
    return {"agentId": agent, "sentAt": now(), "status": "active", "activeTasks": 0, "load": 0.1}


def activity(agent):
    return {
        "activityId": str(uuid.uuid4()),  # Resent with the same id, it counts once.
        "occurredAt": now(),
        "agentId": agent,
        "taskId": "greet-1",
        "status": "success",
        "output": "Hello, 世界 👋",
        "durationMs": 12,
        "description": "Say hello",
    }


def publish(channel, kind, message, ttl_ms=None):
    """Returns once the message is in the registry's queue, and raises if it is not."""
    channel.basic_publish(
        exchange=f"AgentRegistry.Contracts:{kind}",
        routing_key="",
        body=json.dumps(message, ensure_ascii=False).encode(),
        properties=pika.BasicProperties(
            content_type="application/json",
            delivery_mode=1 if ttl_ms else 2,  # 2: survives a restart of the broker.
            expiration=ttl_ms,
        ),
        mandatory=True,  # Otherwise the broker drops an unroutable message, and confirms it nevertheless.
    )


def main():
    parser = argparse.ArgumentParser(description="Registers an agent, sends a heartbeat and logs an activity.")
    parser.add_argument("--amqp", metavar="URI", default=os.environ.get("ConnectionStrings__RabbitMq"), help="default: $ConnectionStrings__RabbitMq")
    parser.add_argument("--agent", metavar="ID", default="python-sample", help="default: python-sample")
    options = parser.parse_args()
    if not options.amqp:
        parser.error("--amqp is missing, and ConnectionStrings__RabbitMq is not set")
    if pika is None:
        parser.error("pika is not installed (Debian: python3-pika)")

    kind = "connection"
    try:
        connection = pika.BlockingConnection(pika.URLParameters(options.amqp))
        channel = connection.channel()
        channel.confirm_delivery()
        for kind, message, ttl_ms in [
            ("RegisterAgent", registration(options.agent), None),
            # One every heartbeatIntervalSeconds while the agent runs. An old one is worthless: the broker may drop it.
            ("Heartbeat", heartbeat(options.agent), "60000"),
            ("ActivityLogged", activity(options.agent), None),
        ]:
            publish(channel, kind, message, ttl_ms)
            print(f"{kind}: confirmed")
        connection.close()
    except pika.exceptions.UnroutableError:
        sys.exit(f"{kind}: no queue takes it. Has a worker of the registry ever been started on this broker?")
    except pika.exceptions.AMQPError as error:
        sys.exit(f"{kind}: {error!r}")


if __name__ == "__main__":
    main()

#!/usr/bin/python3
# Sends a query to the registry over RabbitMQ: the health of an agent. docs/wire.md lists the other queries; all work like this one.
# Needs pika (Debian: python3-pika):  samples/python/ask.py --amqp amqp://user:password@host:5672/ --agent my-agent
import argparse
import json
import os
import sys
import uuid

try:
    import pika
except ImportError:
    pika = None  # --help works without it.

REPLY_TO = "amq.rabbitmq.reply-to"  # RabbitMQ's direct reply-to: no queue to declare or to delete.


def query(connection, kind, message, seconds=10):
    """The response's type and body; None when none came in time."""
    channel = connection.channel()
    request_id, responses = str(uuid.uuid4()), []
    channel.basic_consume(REPLY_TO, lambda _, __, ___, body: responses.append(json.loads(body)), auto_ack=True)
    channel.basic_publish(
        exchange=f"AgentRegistry.Contracts:{kind}",
        routing_key="",
        body=json.dumps(message).encode(),
        properties=pika.BasicProperties(
            content_type="application/json",
            reply_to=REPLY_TO,
            headers={"RequestId": request_id, "MT-Response-Address": f"exchange:{REPLY_TO}"},
            expiration=str(seconds * 1000),  # The broker drops the query after that.
        ),
    )
    connection.call_later(seconds, channel.close)
    while channel.is_open and not responses:
        connection.process_data_events(time_limit=1)
    response = next((response for response in responses if response["requestId"] == request_id), None)
    return response and (response["messageType"][0].rpartition(":")[2], response["message"])


def main():
    parser = argparse.ArgumentParser(description="Queries the health of an agent.")
    parser.add_argument("--amqp", metavar="URI", default=os.environ.get("ConnectionStrings__RabbitMq"), help="default: $ConnectionStrings__RabbitMq")
    parser.add_argument("--agent", metavar="ID", default="python-sample", help="default: python-sample")
    options = parser.parse_args()
    if not options.amqp:
        parser.error("--amqp is missing, and ConnectionStrings__RabbitMq is not set")
    if pika is None:
        parser.error("pika is not installed (Debian: python3-pika)")

    try:
        response = query(pika.BlockingConnection(pika.URLParameters(options.amqp)), "GetAgentHealth", {"agentId": options.agent})
    except pika.exceptions.AMQPError as error:
        sys.exit(repr(error))
    if response is None:
        sys.exit("No response in time. Is a worker of the registry running?")
    kind, message = response
    print(f"{kind}: {json.dumps(message, ensure_ascii=False)}")


if __name__ == "__main__":
    main()

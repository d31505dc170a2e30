#!/usr/bin/python3
# Prints the registry's events until Ctrl-C. docs/wire.md explains them.
# Needs pika (Debian: python3-pika):  samples/python/watch.py --amqp amqp://user:password@host:5672/
import argparse
import json
import os
import sys

try:
    import pika
except ImportError:
    pika = None  # --help works without it.


def show(channel, method, properties, body):
    envelope = json.loads(body)
    kind, event = envelope["messageType"][0].rpartition(":")[2], envelope["message"]
    what = event["change"] if kind == "AgentChanged" else event["taskId"]
    # Delivered at least once: a consumer that acts on events keeps the last revision.
    print(f"{event['revision']:>8}  {kind:<16}  {event['agentId']}  {what}  {event['status']}", flush=True)
    channel.basic_ack(method.delivery_tag)


def main():
    parser = argparse.ArgumentParser(description="Prints the events of the registry.")
    parser.add_argument("--amqp", metavar="URI", default=os.environ.get("ConnectionStrings__RabbitMq"), help="default: $ConnectionStrings__RabbitMq")
    options = parser.parse_args()
    if not options.amqp:
        parser.error("--amqp is missing, and ConnectionStrings__RabbitMq is not set")
    if pika is None:
        parser.error("pika is not installed (Debian: python3-pika)")

    try:
        channel = pika.BlockingConnection(pika.URLParameters(options.amqp)).channel()
        # An exclusive queue, deleted with this connection. A durable one with a name would keep events in between.
        queue = channel.queue_declare("", exclusive=True).method.queue
        for kind in ("AgentChanged", "ActivityRecorded"):
            # Declared as the registry does, so that either may start first.
            channel.exchange_declare(f"AgentRegistry.Contracts:{kind}", "fanout", durable=True)
            channel.queue_bind(queue, f"AgentRegistry.Contracts:{kind}")
        channel.basic_qos(prefetch_count=100)
        channel.basic_consume(queue, show)
        print("watching", flush=True)
        channel.start_consuming()
    except KeyboardInterrupt:
        pass
    except pika.exceptions.AMQPError as error:
        sys.exit(repr(error))


if __name__ == "__main__":
    main()

#!/usr/bin/python3
# Prints what happens in the registry as it happens, until Ctrl-C. docs/wire.md explains the events.
# Needs pika (Debian: python3-pika):  samples/python/watch.py --amqp amqp://user:password@host:5672/
import argparse
import json
import os
import sys

import pika


def show(channel, method, properties, body):
    envelope = json.loads(body)
    kind, event = envelope["messageType"][0].rpartition(":")[2], envelope["message"]
    what = event["change"] if kind == "AgentChanged" else event["taskId"]
    # Delivered at least once: whoever acts on an event remembers the revision it has reached.
    print(f"{event['revision']:>8}  {kind:<16}  {event['agentId']}  {what}  {event['status']}", flush=True)
    channel.basic_ack(method.delivery_tag)


def main():
    parser = argparse.ArgumentParser(description="Prints what happens in the registry.")
    parser.add_argument("--amqp", metavar="URI", default=os.environ.get("ConnectionStrings__RabbitMq"), help="default: $ConnectionStrings__RabbitMq")
    options = parser.parse_args()
    if not options.amqp:
        parser.error("--amqp is missing, and ConnectionStrings__RabbitMq is not set")

    try:
        channel = pika.BlockingConnection(pika.URLParameters(options.amqp)).channel()
        # A queue of our own, gone with us. One with a name, durable=True, would keep events while we are away.
        queue = channel.queue_declare("", exclusive=True).method.queue
        for kind in ("AgentChanged", "ActivityRecorded"):
            # As the registry declares it: then it does not matter who is there first.
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

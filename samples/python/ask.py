#!/usr/bin/python3
# Asks the registry over RabbitMQ how an agent is. docs/wire.md names the other requests; they are all asked like this one.
# Needs pika (Debian: python3-pika):  samples/python/ask.py --amqp amqp://user:password@host:5672/ --agent my-agent
import argparse
import json
import os
import sys
import uuid

import pika

REPLY_TO = "amq.rabbitmq.reply-to"  # RabbitMQ's own way to answer: no queue to declare, none to clean up.


def ask(connection, kind, message, seconds=10):
    """The answer's type and body; None when none came in time."""
    channel = connection.channel()
    request_id, answers = str(uuid.uuid4()), []
    channel.basic_consume(REPLY_TO, lambda _, __, ___, body: answers.append(json.loads(body)), auto_ack=True)
    channel.basic_publish(
        exchange=f"AgentRegistry.Contracts:{kind}",
        routing_key="",
        body=json.dumps(message).encode(),
        properties=pika.BasicProperties(
            content_type="application/json",
            reply_to=REPLY_TO,
            headers={"RequestId": request_id, "MT-Response-Address": f"exchange:{REPLY_TO}"},
            expiration=str(seconds * 1000),  # Nobody waits for an answer after that.
        ),
    )
    connection.call_later(seconds, channel.close)
    while channel.is_open and not answers:
        connection.process_data_events(time_limit=1)
    answer = next((answer for answer in answers if answer["requestId"] == request_id), None)
    return answer and (answer["messageType"][0].rpartition(":")[2], answer["message"])


def main():
    parser = argparse.ArgumentParser(description="Asks the registry how an agent is.")
    parser.add_argument("--amqp", metavar="URI", default=os.environ.get("ConnectionStrings__RabbitMq"), help="default: $ConnectionStrings__RabbitMq")
    parser.add_argument("--agent", metavar="ID", default="python-sample")
    options = parser.parse_args()
    if not options.amqp:
        parser.error("--amqp is missing, and ConnectionStrings__RabbitMq is not set")

    try:
        answer = ask(pika.BlockingConnection(pika.URLParameters(options.amqp)), "GetAgentHealth", {"agentId": options.agent})
    except pika.exceptions.AMQPError as error:
        sys.exit(repr(error))
    if answer is None:
        sys.exit("No answer came in time. Is a worker of the registry running?")
    kind, message = answer
    print(f"{kind}: {json.dumps(message, ensure_ascii=False)}")


if __name__ == "__main__":
    main()

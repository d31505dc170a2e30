using System.Text.Json;
using AgentRegistry.Client;
using AgentRegistry.Contracts;
using AgentRegistry.Echo;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

const int WrongCommandLine = 2;
const string Usage = "--amqp amqp://user:password@host:5672/ [--agent ID] [--prefix TEXT] [--interval SECONDS]";
const string Help = $"""
    An agent that echoes the lines of its standard input.

    Usage: echo-agent {Usage}

      --amqp URI          the registry's broker (default: ConnectionStrings__RabbitMq)
      --agent ID          the agent's id (default: echo)
      --prefix TEXT       precedes each echo, at most 20 characters (default: "echo: ")
      --interval SECONDS  between heartbeats, 1 to 3600 (default: 30)
    """;

if (args.Contains("--help", StringComparer.Ordinal) || args.Contains("-h", StringComparer.Ordinal))
{
    Console.WriteLine(Help);
    return 0;
}

var builder = Host.CreateEmptyApplicationBuilder(null);
builder.Configuration.AddEnvironmentVariables().AddCommandLine(args);
if (!Uri.TryCreate(builder.Configuration["amqp"] ?? builder.Configuration.GetConnectionString("RabbitMq"), UriKind.Absolute, out var broker))
{
    await Console.Error.WriteLineAsync($"echo-agent: the broker of a running registry is missing: {Usage}");
    return WrongCommandLine;
}

builder.Logging.AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning);
builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
builder.Services.AddAgentRegistryClient(client => client.RabbitMq = broker);

// The registry stores the name "echo" and the parameters with the agent: any host with this factory can create it again.
builder.Services.AddAgentFactory<EchoParameters>(
    "echo", (_, parameters) => new EchoAgent(builder.Configuration["agent"] ?? "echo", parameters, Console.In, Console.Out));
builder.Services.AddAgent(new AgentFactoryReference { Name = "echo", Parameters = Parameters(builder.Configuration) });
try
{
    await builder.Build().RunAsync();
    return 0;
}
catch (Exception exception) when (exception is AgentFactoryException or FormatException or ArgumentException)
{
    await Console.Error.WriteLineAsync($"echo-agent: {exception.Message} ({Usage})");
    return WrongCommandLine;
}

static JsonElement Parameters(IConfiguration configuration)
{
    var given = new Dictionary<string, object>(StringComparer.Ordinal);
    if (configuration["prefix"] is { } prefix)
    {
        given["prefix"] = prefix;
    }

    if (configuration["interval"] is { } interval)
    {
        given["interval"] = int.TryParse(interval, out var seconds) ? seconds : interval;
    }

    return JsonSerializer.SerializeToElement(given);
}

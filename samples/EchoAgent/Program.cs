using System.Text.Json;
using AgentRegistry.Client;
using AgentRegistry.Contracts;
using AgentRegistry.Echo;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

const int WrongCommandLine = 2;
const string Usage = "--amqp amqp://user:password@host:5672/ [--agent ID] [--prefix TEXT] [--interval SECONDS]; echoes the lines of its standard input";

var builder = Host.CreateEmptyApplicationBuilder(null);
builder.Configuration.AddEnvironmentVariables().AddCommandLine(args);
if (!Uri.TryCreate(builder.Configuration["amqp"] ?? builder.Configuration.GetConnectionString("RabbitMq"), UriKind.Absolute, out var broker))
{
    await Console.Error.WriteLineAsync($"echo-agent: needs the broker of a running registry: {Usage}");
    return WrongCommandLine;
}

builder.Logging.AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning);
builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(console => console.LogToStandardErrorThreshold = LogLevel.Trace);
builder.Services.AddAgentRegistryClient(client => client.RabbitMq = broker);

// What the registry keeps with the agent is the name "echo" and the parameters: any host that has this factory can make the agent again.
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

using System.Text.Json.Nodes;
using AgentRegistry.Testing;
using Shouldly;
using Xunit;

namespace AgentRegistry.Samples.Tests.EndToEnd;

[Collection(RunningSystemCollection.Name)]
public sealed class PythonSampleTests(RunningSystem system) : AgentProgramSpecification(system)
{
    protected override string Name => "Python sample";

    [Fact]
    public async Task Query_gets_its_response()
    {
        await PublishedAsync("python-asks");
        await Eventually.HoldsAsync(async () => await System.AgentAsync("python-asks") is not null);
        var (type, response) = await AskAsync("python-asks");
        type.ShouldBe("AgentHealthReport");
        ((string?)response["agentId"]).ShouldBe("python-asks");
        (await AskAsync("nobody")).Type.ShouldBe("AgentNotFound");
    }

    [Fact]
    public async Task Events_are_printed()
    {
        await using var watch = Python("watch.py", Servers.RabbitMq);
        await Eventually.HoldsAsync(() => watch.Output.Contains("watching", StringComparison.Ordinal), otherwise: watch.ToString);
        await PublishedAsync("python-watched");
        await Eventually.HoldsAsync(() => Heard("AgentChanged", "registered") && Heard("ActivityRecorded", "greet-1"), otherwise: watch.ToString);

        bool Heard(string kind, string what) =>
            watch.Output.Split('\n').Any(line => new[] { kind, "python-watched", what }.All(view => line.Contains(view, StringComparison.Ordinal)));
    }

    private protected override SampleProgram Publish(string agent, string amqp) => Python("publish.py", amqp, "--agent", agent);

    private async Task PublishedAsync(string agent)
    {
        await using var publish = Publish(agent, Servers.RabbitMq);
        (await publish.ExitCodeAsync()).ShouldBe(0, publish.ToString());
    }

    private static async Task<(string Type, JsonNode Answer)> AskAsync(string agent)
    {
        await using var ask = Python("ask.py", Servers.RabbitMq, "--agent", agent);
        (await ask.ExitCodeAsync()).ShouldBe(0, ask.ToString());
        var parts = ask.Output.Split(": ", 2);
        return (parts[0], JsonNode.Parse(parts[1])!);
    }

    /// <summary>Debian's Python, which has Debian's pika; another one on PATH has perhaps none.</summary>
    private static SampleProgram Python(string program, string amqp, params string[] arguments) =>
        SampleProgram.Start("/usr/bin/python3", [Path.Combine("samples", "python", program), "--amqp", amqp, .. arguments]);
}

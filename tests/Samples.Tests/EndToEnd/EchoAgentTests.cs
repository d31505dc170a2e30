using AgentRegistry.Testing;
using Shouldly;
using Xunit;

namespace AgentRegistry.Samples.Tests.EndToEnd;

/// <summary>The agent that the client's page sends people to.</summary>
[Collection(RunningSystemCollection.Name)]
public sealed class EchoAgentTests(RunningSystem system) : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("agent-registry-echo-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Agent_registers_with_its_factory_echoes_logs_and_goes_offline_on_a_signal()
    {
        var id = $"echo-{Guid.NewGuid():N}";
        await using var program = Start("hello\n世界 👋\n", "--amqp", Servers.RabbitMq, "--agent", id, "--prefix", "> ");
        await Eventually.HoldsAsync(() => program.Output.Contains("> 世界 👋", StringComparison.Ordinal), otherwise: program.ToString);
        await Eventually.HoldsAsync(async () => (int?)(await system.AgentAsync(id))?["metrics"]?["succeeded"] == 2);
        var agent = (await system.AgentAsync(id))!;
        ((string?)agent["health"]).ShouldBe("healthy");
        agent["factory"]!.ToJsonString().ShouldBe("""{"name":"echo","parameters":{"prefix":"\u003E "}}""");
        ((string?)agent["execution_history"]![1]!["output"]).ShouldBe("> hello");

        await program.InterruptAsync();
        (await program.ExitCodeAsync()).ShouldBe(0, program.ToString());

        program.Output.ReplaceLineEndings("\n").Trim().ShouldBe("initialized\nactive\n> hello\n> 世界 👋\ninactive\nshut down");
        await Eventually.HoldsAsync(async () => (string?)(await system.AgentAsync(id))!["health_reason"] == "left: stopped");
        ((string?)(await system.AgentAsync(id))!["status"]).ShouldBe("offline");
    }

    [Fact]
    public async Task Missing_broker_is_reported_with_the_usage()
    {
        await using var program = Start("", "--amqp", "nowhere");
        (await program.ExitCodeAsync()).ShouldBe(2, program.ToString());
        program.Errors.Trim().ShouldStartWith("echo-agent: the broker of a running registry is missing: --amqp");
    }

    [Fact]
    public async Task Invalid_parameters_are_reported_and_prevent_the_start()
    {
        await using var program = Start("", "--amqp", Servers.RabbitMq, "--interval", "0", "--prefix", new string('x', 21));
        (await program.ExitCodeAsync()).ShouldBe(2, program.ToString());
        program.Errors.ShouldContain("Parameters of agent factory 'echo' are invalid: ");
        program.Errors.ShouldContain("prefix must be at most 20 characters");
        program.Errors.ShouldContain("interval must be 1 to 3600 seconds");
    }

    /// <summary>With what it is told on its standard input.</summary>
    private SampleProgram Start(string input, params string[] arguments)
    {
        var file = Path.Combine(_folder.FullName, "input");
        File.WriteAllText(file, input);
        return SampleProgram.Start(
            "sh", ["-c", "file=$1; shift; exec dotnet \"$@\" <\"$file\"", "sh", file, Checkout.Built(Path.Combine("samples", "EchoAgent"), "EchoAgent"), .. arguments]);
    }
}

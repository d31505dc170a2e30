using AgentRegistry.Testing;
using Shouldly;
using Xunit;

namespace AgentRegistry.Samples.Tests.EndToEnd;

/// <summary>What the samples' agent does in every language, as docs/wire.md sends people to it.</summary>
public abstract class AgentProgramSpecification(RunningSystem system)
{
    protected RunningSystem System { get; } = system;

    /// <summary>The name under which it registers.</summary>
    protected abstract string Name { get; }

    [Fact]
    public async Task Agent_is_registered_healthy_and_has_metrics()
    {
        var id = $"agent-{Guid.NewGuid():N}";

        // Twice: the registration is then there before the second heartbeat, which on another queue may else overtake it.
        for (var run = 1; run <= 2; run++)
        {
            await using var program = Publish(id, Servers.RabbitMq);
            (await program.ExitCodeAsync()).ShouldBe(0, program.ToString());
            program.Output.ReplaceLineEndings("\n").Trim().ShouldBe("RegisterAgent: confirmed\nHeartbeat: confirmed\nActivityLogged: confirmed");
            await Eventually.HoldsAsync(async () => (int?)(await System.AgentAsync(id))?["metrics"]?["succeeded"] == run);
        }

        await Eventually.HoldsAsync(async () => (string?)(await System.AgentAsync(id))!["health"] == "healthy");
        var agent = (await System.AgentAsync(id))!;
        ((string?)agent["name"]).ShouldBe(Name);
        ((string?)agent["type"]).ShouldBe("sample");
        agent["last_heartbeat"].ShouldNotBeNull();
        ((double?)agent["load"]).ShouldBe(0.1);
        ((string?)agent["capabilities"]![0]!["name"]).ShouldBe("greet");
        ((string?)agent["capabilities"]![0]!["cost_estimate"]).ShouldBe("nothing");
        agent["execution_history"]!.AsArray().Count.ShouldBe(2);
        ((string?)agent["execution_history"]![0]!["task_id"]).ShouldBe("greet-1");
        ((string?)agent["execution_history"]![0]!["output"]).ShouldBe("Hello, 世界 👋");
    }

    [Fact]
    public async Task Refused_login_is_an_error_in_one_line()
    {
        await using var program = Publish("anyone", "amqp://nobody:nothing@" + new Uri(Servers.RabbitMq).Authority);
        (await program.ExitCodeAsync()).ShouldBe(1);
        program.Errors.Trim().ShouldNotContain("\n");
        program.Errors.ShouldContain("ACCESS_REFUSED");
    }

    [Fact]
    public async Task Unroutable_message_is_an_error_in_one_line()
    {
        await using var unbound = await UnboundExchange.MakeAsync();
        await using var program = Publish("anyone", Servers.RabbitMq);
        (await program.ExitCodeAsync()).ShouldBe(1);
        program.Errors.Trim().ShouldBe("RegisterAgent: no queue takes it. Has a worker of the registry ever been started on this broker?");
    }

    /// <summary>Starts it.</summary>
    private protected abstract SampleProgram Publish(string agent, string amqp);
}

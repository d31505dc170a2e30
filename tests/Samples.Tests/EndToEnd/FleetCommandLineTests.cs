using AgentRegistry.Testing;
using Shouldly;
using Xunit;

namespace AgentRegistry.Samples.Tests.EndToEnd;

public sealed class FleetCommandLineTests
{
    [Theory]
    [InlineData("", "'--catalogue' is required")]
    [InlineData("--catalogue samples/catalogue.jsonl --agents 0", "--agents must be a whole number from 1")]
    [InlineData("--catalogue samples/catalogue.jsonl --rate fast", "--rate must be a number")]
    [InlineData("--catalogue samples/catalogue.jsonl --for -1", "--for must be a number")]
    [InlineData("--catalogue samples/catalogue.jsonl --amqp http://127.0.0.1", "--amqp must begin with amqp://")]
    [InlineData("--catalogue samples/catalogue.jsonl --nonsense", "--nonsense")]
    [InlineData("--catalogue samples/no-such-file.jsonl", "the catalogue cannot be read")]
    [InlineData("--catalogue README.md", "README.md, line 1")]
    public async Task Invalid_command_line_exits_with_2_and_one_line(string arguments, string reason)
    {
        await using var fleet = SampleProgram.StartFleet(arguments.Split(' ', StringSplitOptions.RemoveEmptyEntries));
        (await fleet.ExitCodeAsync()).ShouldBe(2);
        fleet.Errors.ShouldContain(reason);
        fleet.Errors.Trim().ShouldNotContain("\n");
    }

    [Fact]
    public async Task Unreachable_registry_exits_with_3_and_one_line()
    {
        await using var fleet = SampleProgram.StartFleet("--catalogue", "samples/catalogue.jsonl", "--http", $"http://127.0.0.1:{RegistryProgram.FreePort()}");
        (await fleet.ExitCodeAsync()).ShouldBe(3);
        fleet.Errors.Trim().ShouldStartWith("fleet: no registry can be reached at http://127.0.0.1:");
        fleet.Errors.Trim().ShouldNotContain("\n");
    }
}

using AgentRegistry.Testing;
using Shouldly;
using Xunit;

namespace AgentRegistry.Samples.Tests.EndToEnd;

public sealed class SampleHelpTests
{
    public static TheoryData<string, string[], string[]> Samples => new()
    {
        { "dotnet", [Checkout.Built(Path.Combine("samples", "Fleet"), "Fleet")],
            ["--catalogue", "--agents", "--rate", "--activity", "--for", "--timeout", "--amqp", "--http", "--seed"] },
        { "dotnet", [Checkout.Built(Path.Combine("samples", "EchoAgent"), "EchoAgent")], ["--amqp", "--agent", "--prefix", "--interval"] },
        { "node", [Path.Combine("samples", "node", "publish.js")], ["--amqp", "--agent"] },
        { "/usr/bin/python3", [Path.Combine("samples", "python", "publish.py")], ["--amqp", "--agent"] },
        { "/usr/bin/python3", [Path.Combine("samples", "python", "ask.py")], ["--amqp", "--agent"] },
        { "/usr/bin/python3", [Path.Combine("samples", "python", "watch.py")], ["--amqp"] },
    };

    [Theory, MemberData(nameof(Samples))]
    public async Task Help_names_every_option_and_exits_with_0(string file, string[] arguments, string[] options)
    {
        await using var sample = SampleProgram.Start(file, [.. arguments, "--help"]);
        (await sample.ExitCodeAsync()).ShouldBe(0, sample.ToString());
        options.ShouldAllBe(option => sample.Output.Contains(option, StringComparison.Ordinal));
    }
}

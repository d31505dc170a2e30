using AgentRegistry.Fleet;
using AgentRegistry.Testing;
using Shouldly;
using Xunit;

namespace AgentRegistry.Samples.Tests.Fleet;

public sealed class BusLinkTests
{
    [Fact]
    public async Task Unreachable_broker_is_reported_in_one_line_without_its_password()
    {
        var broker = new Uri($"amqp://nobody:secret@127.0.0.1:{RegistryProgram.FreePort()}/");
        var exception = await Should.ThrowAsync<RegistryUnreachableException>(() => BusLink.ConnectAsync(broker, TestContext.Current.CancellationToken));
        exception.Message.ShouldStartWith($"the broker cannot be reached over AMQP to 127.0.0.1:{broker.Port}: ");
        exception.Message.ShouldNotContain("\n");
        exception.Message.ShouldNotContain("secret");
    }
}

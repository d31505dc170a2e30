using System.Net;
using System.Net.Sockets;
using AgentRegistry.Hosting.Startup;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using Shouldly;
using Xunit;

namespace AgentRegistry.Hosting.Tests.Startup;

public class StartupFaultTests
{
    [Fact]
    public void Port_in_use_is_reported_before_anything_is_opened()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}";

        Should.Throw<CannotStartException>(() => ListenAddress.EnsureFree($"http://127.0.0.1:0;{url}")).Message.ShouldContain(url);

        other.Stop();
        ListenAddress.EnsureFree(url);
    }

    [Theory]
    [InlineData("8009")]
    [InlineData("127.0.0.1:8009")]
    [InlineData("ftp://127.0.0.1:8009")]
    public void Invalid_listen_address_is_reported(string urls) =>
        Should.Throw<CannotStartException>(() => ListenAddress.EnsureFree(urls)).Message.ShouldContain(urls);

    [Theory]
    [InlineData("http://+:0")]
    [InlineData("http://*:0;http://[::1]:0")]
    [InlineData("http://localhost:0")]
    public void Kestrel_address_forms_are_accepted(string urls) => Should.NotThrow(() => ListenAddress.EnsureFree(urls));

    [Fact]
    public void Missing_server_settings_are_reported_together()
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create("ConnectionStrings:Redis", (string?)"host")]).Build();

        var message = Should.Throw<CannotStartException>(() => configuration.Require("RabbitMq", "Redis", "Postgres")).Message;

        message.ShouldContain("ConnectionStrings__RabbitMq, ConnectionStrings__Postgres must be set");
        Should.NotThrow(() => configuration.Require("Redis"));
    }

    [Fact]
    public void Known_startup_fault_is_one_line_and_an_unexpected_one_keeps_its_stack_trace()
    {
        var options = new OptionsValidationException("Limits", typeof(object), ["Limits:Name: too small", "Limits:Tags: too large"]);

        StartupFault.Explain(options).ShouldBe("configuration: Limits:Name: too small; Limits:Tags: too large");
        StartupFault.Explain(new AggregateException(options, options))!.Split("; ").Length.ShouldBe(4);
        StartupFault.Explain(new CannotStartException("no disk")).ShouldBe("no disk");
        StartupFault.Explain(new InvalidOperationException("outer", new CannotStartException("no disk"))).ShouldBe("no disk");
        StartupFault.Explain(new UnauthorizedAccessException("denied")).ShouldBe("denied");
        StartupFault.Explain(new InvalidOperationException("a bug")).ShouldBeNull();
    }
}

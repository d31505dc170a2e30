using AgentRegistry.Testing;
using Xunit;

namespace AgentRegistry.EndToEnd;

public sealed class EmbeddedFixture : ISystem, IAsyncLifetime
{
    private readonly DirectoryInfo _data = Directory.CreateTempSubdirectory("agent-registry-");
    private RegistryProgram _program = null!;

    public ApiClient Api { get; private set; } = null!;

    public Uri Address => _program.Address;

    public async ValueTask InitializeAsync()
    {
        _program = RegistryProgram.Start("Standalone", NoServers.Environment, ["--data", _data.FullName, .. Setting.NoCrowd]);
        Api = new ApiClient(_program.Address);
        await _program.ReadyAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await _program.StopAsync();
        await _program.DisposeAsync();
        _data.Delete(recursive: true);
    }
}

public sealed class EmbeddedRegistryTests(EmbeddedFixture system) : RegistrySpecification(system), IClassFixture<EmbeddedFixture>;

public sealed class EmbeddedRegistrationVersionTests(EmbeddedFixture system) : RegistrationVersionSpecification(system), IClassFixture<EmbeddedFixture>;

public sealed class EmbeddedHttpTests(EmbeddedFixture system) : HttpSpecification(system), IClassFixture<EmbeddedFixture>;

public sealed class EmbeddedBadInputTests(EmbeddedFixture system) : BadInputSpecification(system), IClassFixture<EmbeddedFixture>;

public sealed class EmbeddedDocumentTests(EmbeddedFixture system) : DocumentSpecification(system), IClassFixture<EmbeddedFixture>;

public sealed class EmbeddedFeedTests(EmbeddedFixture system) : FeedSpecification(system), IClassFixture<EmbeddedFixture>;

public sealed class EmbeddedSeedTests(EmbeddedFixture system) : LegacyRouteSpecification(system), IClassFixture<EmbeddedFixture>;

public sealed class EmbeddedSessionTests(EmbeddedFixture system) : SessionSpecification(system), IClassFixture<EmbeddedFixture>;

public sealed class EmbeddedRoutingTests(EmbeddedFixture system) : RoutingSpecification(system), IClassFixture<EmbeddedFixture>;

public sealed class EmbeddedSessionBadInputTests(EmbeddedFixture system) : SessionBadInputSpecification(system), IClassFixture<EmbeddedFixture>;

public sealed class EmbeddedContextTests(EmbeddedFixture system) : ContextSpecification(system), IClassFixture<EmbeddedFixture>;

public sealed class EmbeddedContextBadInputTests(EmbeddedFixture system) : ContextBadInputSpecification(system), IClassFixture<EmbeddedFixture>;

public sealed class EmbeddedDefinitionTests(EmbeddedFixture system) : DefinitionSpecification(system), IClassFixture<EmbeddedFixture>;

public sealed class EmbeddedDefinitionBadInputTests(EmbeddedFixture system) : DefinitionBadInputSpecification(system), IClassFixture<EmbeddedFixture>;

public sealed class EmbeddedInstanceTests(EmbeddedFixture system) : InstanceSpecification(system), IClassFixture<EmbeddedFixture>;

public sealed class EmbeddedWorkspaceWallTests(EmbeddedFixture system) : WorkspaceIsolationSpecification(system), IClassFixture<EmbeddedFixture>;

internal static class NoServers
{
    /// <summary>The tests' own environment names servers: the embedded default must not see them.</summary>
    public static IReadOnlyDictionary<string, string?> Environment { get; } = new Dictionary<string, string?>(StringComparer.Ordinal)
    {
        ["ConnectionStrings__RabbitMq"] = "",
        ["ConnectionStrings__Postgres"] = "",
        ["ConnectionStrings__Redis"] = "",
    };
}

using AgentRegistry.Testing;
using Xunit;

namespace AgentRegistry.EndToEnd;

public sealed class DistributedFixture : ISystem, IAsyncLifetime
{
    public DistributedSystem System { get; private set; } = null!;

    public ApiClient Api { get; private set; } = null!;

    public Uri Address => System.Api.Address;

    public async ValueTask InitializeAsync()
    {
        System = await DistributedSystem.StartAsync(workers: 2, Setting.NoCrowd);
        Api = new ApiClient(Address);
    }

    public async ValueTask DisposeAsync()
    {
        Api.Dispose();
        await System.DisposeAsync();
    }
}

/// <summary>One system for all: its processes share the broker's queues.</summary>
[CollectionDefinition(Name)]
public sealed class DistributedCollection : ICollectionFixture<DistributedFixture>
{
    public const string Name = "distributed";
}

[Collection(DistributedCollection.Name)]
public sealed class DistributedRegistryTests(DistributedFixture system) : RegistrySpecification(system);

[Collection(DistributedCollection.Name)]
public sealed class DistributedRegistrationVersionTests(DistributedFixture system) : RegistrationVersionSpecification(system);

[Collection(DistributedCollection.Name)]
public sealed class DistributedHttpTests(DistributedFixture system) : HttpSpecification(system);

[Collection(DistributedCollection.Name)]
public sealed class DistributedBadInputTests(DistributedFixture system) : BadInputSpecification(system);

[Collection(DistributedCollection.Name)]
public sealed class DistributedDocumentTests(DistributedFixture system) : DocumentSpecification(system);

[Collection(DistributedCollection.Name)]
public sealed class DistributedSeedTests(DistributedFixture system) : LegacyRouteSpecification(system);

[Collection(DistributedCollection.Name)]
public sealed class DistributedSessionTests(DistributedFixture system) : SessionSpecification(system);

[Collection(DistributedCollection.Name)]
public sealed class DistributedRoutingTests(DistributedFixture system) : RoutingSpecification(system);

[Collection(DistributedCollection.Name)]
public sealed class DistributedSessionBadInputTests(DistributedFixture system) : SessionBadInputSpecification(system);

[Collection(DistributedCollection.Name)]
public sealed class DistributedContextTests(DistributedFixture system) : ContextSpecification(system);

[Collection(DistributedCollection.Name)]
public sealed class DistributedContextBadInputTests(DistributedFixture system) : ContextBadInputSpecification(system);

[Collection(DistributedCollection.Name)]
public sealed class DistributedDefinitionTests(DistributedFixture system) : DefinitionSpecification(system);

[Collection(DistributedCollection.Name)]
public sealed class DistributedDefinitionBadInputTests(DistributedFixture system) : DefinitionBadInputSpecification(system);

[Collection(DistributedCollection.Name)]
public sealed class DistributedInstanceTests(DistributedFixture system) : InstanceSpecification(system);

[Collection(DistributedCollection.Name)]
public sealed class DistributedWorkspaceWallTests(DistributedFixture system) : WorkspaceIsolationSpecification(system);

[Collection(DistributedCollection.Name)]
public sealed class DistributedFeedTests(DistributedFixture system) : FeedSpecification(system);

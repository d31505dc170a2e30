using AgentRegistry.Contracts;
using AgentRegistry.Discovery;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.Hosting.Configuration;
using AgentRegistry.Hosting.Startup;
using AgentRegistry.RegistryWorker;
using AgentRegistry.Routing;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Evidence;

return await RegistryProcess.RunAsync(
    args,
    new ProcessDescription("agent-registry-registry-worker", "registrations, heartbeats, health and discovery.", "http://127.0.0.1:8010"),
    builder =>
    {
        builder.Configuration.Require(BusModule.RabbitMqKey, StorageModule.PostgresKey, StorageModule.RedisKey);
        builder.Services.AddSection<Limits>(builder.Configuration, "Limits");
        builder.Services.AddSection<RoutingPolicy>(builder.Configuration, "Routing");
        builder.Services.AddSection<VectorOptions>(builder.Configuration, "Vectors");
        builder.Services.AddSection<LearningPolicy>(builder.Configuration, "Learning");
        builder.Services.AddStorage(builder.Configuration);
        builder.Services.AddRegistryWorker(builder.Configuration);
        builder.Services.AddRegistryBus(builder.Configuration, bus => bus.AddRegistryConsumers());
    },
    app => app.Services.MigrateStorageAsync());

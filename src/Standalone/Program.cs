using AgentRegistry.ActivityWorker;
using AgentRegistry.Contracts;
using AgentRegistry.Discovery;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.Hosting.Configuration;
using AgentRegistry.Hosting.Startup;
using AgentRegistry.QueryApi;
using AgentRegistry.RegistryWorker;
using AgentRegistry.Routing;
using AgentRegistry.SessionWorker;
using AgentRegistry.Standalone;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Evidence;

return await RegistryProcess.RunAsync(
    args,
    new ProcessDescription(
        "agent-registry", "the whole registry in one process, without servers.", "http://127.0.0.1:8009", HasDataFolder: true),
    builder =>
    {
        builder.Services.AddDataFolder(builder.Configuration);
        builder.Services.AddSection<Limits>(builder.Configuration, "Limits");
        builder.Services.AddSection<RoutingPolicy>(builder.Configuration, "Routing");
        builder.Services.AddSection<VectorOptions>(builder.Configuration, "Vectors");
        builder.Services.AddSection<LearningPolicy>(builder.Configuration, "Learning");
        builder.Services.AddStorage(builder.Configuration);
        builder.Services.AddRegistryWorker(builder.Configuration);
        builder.Services.AddActivityWorker(builder.Configuration);
        builder.Services.AddSessionWorker(builder.Configuration);
        builder.Services.AddQueryApi(builder.Configuration);
        builder.Services.AddRegistryBus(builder.Configuration, bus =>
        {
            bus.AddRegistryConsumers();
            bus.AddActivityConsumers();
            bus.AddSessionConsumers();
        });
    },
    app =>
    {
        app.MapQueryApi();
        return app.Services.MigrateStorageAsync();
    });

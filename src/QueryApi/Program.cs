using AgentRegistry.Contracts;
using AgentRegistry.Discovery;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.Hosting.Configuration;
using AgentRegistry.Hosting.Startup;
using AgentRegistry.QueryApi;
using AgentRegistry.Routing;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Evidence;

return await RegistryProcess.RunAsync(
    args,
    new ProcessDescription("agent-registry-api", "the HTTP API, the live feed and the documentation page.", "http://127.0.0.1:8009"),
    builder =>
    {
        builder.Configuration.Require(BusModule.RabbitMqKey, StorageModule.PostgresKey, StorageModule.RedisKey);
        builder.Services.AddSection<Limits>(builder.Configuration, "Limits");
        builder.Services.AddSection<RoutingPolicy>(builder.Configuration, "Routing");
        builder.Services.AddSection<VectorOptions>(builder.Configuration, "Vectors");
        builder.Services.AddSection<LearningPolicy>(builder.Configuration, "Learning");
        builder.Services.AddStorage(builder.Configuration);
        builder.Services.AddQueryApi(builder.Configuration);
        builder.Services.AddRegistryBus(builder.Configuration, _ => { });
    },
    app =>
    {
        app.MapQueryApi();
        return app.Services.MigrateStorageAsync();
    });

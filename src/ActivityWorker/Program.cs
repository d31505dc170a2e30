using AgentRegistry.ActivityWorker;
using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.Hosting.Configuration;
using AgentRegistry.Hosting.Startup;
using AgentRegistry.Storage;

return await RegistryProcess.RunAsync(
    args,
    new ProcessDescription("agent-registry-activity-worker", "what agents did.", "http://127.0.0.1:8011"),
    builder =>
    {
        builder.Configuration.Require(BusModule.RabbitMqKey, StorageModule.PostgresKey, StorageModule.RedisKey);
        builder.Services.AddSection<Limits>(builder.Configuration, "Limits");
        builder.Services.AddStorage(builder.Configuration);
        builder.Services.AddActivityWorker(builder.Configuration);
        builder.Services.AddRegistryBus(builder.Configuration, bus => bus.AddActivityConsumers());
    },
    app => app.Services.MigrateStorageAsync());

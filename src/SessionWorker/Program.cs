using AgentRegistry.Contracts;
using AgentRegistry.Hosting.Bus;
using AgentRegistry.Hosting.Configuration;
using AgentRegistry.Hosting.Startup;
using AgentRegistry.SessionWorker;
using AgentRegistry.Storage;
using AgentRegistry.Storage.Evidence;

return await RegistryProcess.RunAsync(
    args,
    new ProcessDescription("agent-registry-session-worker", "sessions with their messages and invocations, and the contexts of agents.", "http://127.0.0.1:8012"),
    builder =>
    {
        builder.Configuration.Require(BusModule.RabbitMqKey, StorageModule.PostgresKey, StorageModule.RedisKey);
        builder.Services.AddSection<Limits>(builder.Configuration, "Limits");
        builder.Services.AddSection<LearningPolicy>(builder.Configuration, "Learning");
        builder.Services.AddStorage(builder.Configuration);
        builder.Services.AddSessionWorker(builder.Configuration);
        builder.Services.AddRegistryBus(builder.Configuration, bus => bus.AddSessionConsumers());
    },
    app => app.Services.MigrateStorageAsync());
